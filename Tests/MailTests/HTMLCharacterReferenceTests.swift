import Mail
import Testing

@Suite("Character references")
struct HTMLCharacterReferenceTests {
    @Test(
        "named references",
        arguments: [
            HTMLRow("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"),
            HTMLRow("&AElig;&zwnj;|&zscr;|&Aacute;", "\u{C6}|\u{1D4CF}|\u{C1}"),
            HTMLRow("&CounterClockwiseContourIntegral;", "\u{2233}"),
            HTMLRow("&NotEqualTilde;", "\u{2242}\u{338}"),
            HTMLRow("&fjlig;", "fj"),
            HTMLRow("&rsaquo;&hellip;&euro;&bull;", "\u{203A}\u{2026}\u{20AC}\u{2022}"),
            HTMLRow("a&nbsp;b", "a b"),
            HTMLRow("a&Tab;b&NewLine;c", "a b c"),
            HTMLRow("&copy 2026 &ampx &notit; &notin;", "\u{A9} 2026 &x \u{AC}it; \u{2209}"),
            HTMLRow("&eacute&eacute", "\u{E9}\u{E9}"),
            HTMLRow("&amp;lt;", "&lt;"),
            HTMLRow("&AMP;&AMP", "&&"),
        ])
    func named(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "what is no reference is text",
        arguments: [
            "&", "&&", "a & b", "&;", "&#", "&#;", "&#x;", "&#xg;", "&nosuchname;", "&rsaquo", "&Amp;", "R&D",
            "&a",
            "&zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz;", "&hellip", "& amp;", "&\u{E9};", "x=1&y=2",
        ])
    func text(html: String) {
        #expect(plainText(fromHTML: html) == html)
    }

    @Test(
        "numeric references",
        arguments: [
            HTMLRow("&#65;&#x42;&#X43;&#100", "ABCd"),
            HTMLRow("&#65a&#x41g", "AaAg"),
            HTMLRow("&#128;&#x85;&#146;&#150;&#x9F;", "\u{20AC}\u{2026}\u{2019}\u{2013}\u{178}"),
            HTMLRow("a&#x81;b", "ab"),
            HTMLRow("&#0;", "\u{FFFD}"),
            HTMLRow("&#xD800;&#xDFFF;", "\u{FFFD}\u{FFFD}"),
            HTMLRow("&#x110000;", "\u{FFFD}"),
            HTMLRow("&#99999999999999999999999;", "\u{FFFD}"),
            HTMLRow("&#000000000000000000000000000000065;", "A"),
            HTMLRow("&#128512;&#x1F600;", "\u{1F600}\u{1F600}"),
            HTMLRow("a&#7;b&#27;[0m&#127;", "ab[0m"),
            HTMLRow("a&#160;&#xA0;b", "a b"),
        ])
    func numeric(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "in an attribute a name without semicolon is one only where nothing goes on",
        arguments: [
            HTMLRow(
                "<a href='http://e.example/?a=1&copy=2&lt3&amp;x'>t</a>",
                "t (http://e.example/?a=1&copy=2&lt3&x)"),
            HTMLRow("<img alt='&copy x'>", "\u{A9} x"),
            HTMLRow("<img alt='&copyx'>", "&copyx"),
            HTMLRow("<img alt='&copy'>", "\u{A9}"),
            HTMLRow("<img alt='&#65x'>", "Ax"),
        ])
    func inAttributes(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }
}
