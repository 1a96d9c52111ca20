import Mail
import Testing

/// One row: the input, and the expected text.
struct HTMLRow: Sendable, CustomTestStringConvertible {
    var html: String
    var text: String

    init(_ html: String, _ text: String) {
        self.html = html
        self.text = text
    }

    var testDescription: String { String(html.prefix(60)) }
}

@Suite("HTML to text")
struct HTMLTextTests {
    @Test(
        "markup that is no element leaves no trace",
        arguments: [
            HTMLRow("a<!-- b -->c", "ac"),
            HTMLRow("a<!-- <b>x</b> > -- > -->c", "ac"),
            HTMLRow("a<!-- b --!>c", "ac"),
            HTMLRow("a<!-->b", "ab"),
            HTMLRow("a<!--->b", "ab"),
            HTMLRow("a<!---->b", "ab"),
            HTMLRow("a<!-- b --- -->c", "ac"),
            HTMLRow("a<!-- <!-- b -->c", "ac"),
            HTMLRow("a<!--[if mso]><p>b</p><![endif]-->c", "ac"),
            HTMLRow("a<!--[if !mso]><!-->b<!--<![endif]-->c", "abc"),
            HTMLRow("a<!--[if !mso]><!-- -->b<!-- <![endif]-->c", "abc"),
            HTMLRow("a<![if !mso]>b<![endif]>c", "abc"),
            HTMLRow("a<!--[if mso]>x<!-- y --><![endif]-->c", "ac"),
            HTMLRow("<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\">a", "a"),
            HTMLRow("<?xml version=\"1.0\"?>a<?xml:namespace prefix = o />b", "ab"),
            HTMLRow("a<![CDATA[b > c]]>d", "ab > cd"),
            HTMLRow("a<![CDATA[<b>b</b>]]>d", "abd"),
            HTMLRow("a<![CDATA[b>c", "ac"),
            HTMLRow("a</>b</ c>d<!>e", "abde"),
        ])
    func comments(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "what is cut short or never closed loses as little text as can be",
        arguments: [
            HTMLRow("a<!-- b > c", "a c"),
            HTMLRow("a<!-- b", "a"),
            HTMLRow("a<b", "a"),
            HTMLRow("a<a href=\"x", "a"),
            HTMLRow("<b>a<i>b</b>c</i>d", "abcd"),
            HTMLRow("<style>p { color: red }</styl><p>a", "a"),
            HTMLRow("<style>p > a { color: red }\n<p>a", "a"),
            HTMLRow("<title>b <p>a", "a"),
            HTMLRow("<title/>a", "a"),
            HTMLRow("<script>if (a < b) { c }", ""),
            HTMLRow("a<script src=x />b", "ab"),
            HTMLRow("a<iframe src=x>b", "ab"),
            HTMLRow("<a href=\"u:x>a</a> b", "a (u:x) b"),
            // Found by fuzzing: DEL was not removed.
            HTMLRow("<a href=\"\u{7F}u:x\u{7F} y\u{1}\">a</a> b", "a (u:x%20y) b"),
            HTMLRow("a<span style=\"display:none\"/>b", "ab"),
            HTMLRow("</div></td></p>a</table>b", "ab"),
            HTMLRow("<table><tr><td>a</div></table>b", "a\nb"),
            HTMLRow("<div>a</span></font>b</div>", "ab"),
        ])
    func broken(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "a less-than sign that begins no tag is text",
        arguments: [
            HTMLRow("a < b", "a < b"), HTMLRow("a <3 b", "a <3 b"), HTMLRow("a<<b>c", "a<c"),
            HTMLRow("<", "<"), HTMLRow("a<", "a<"), HTMLRow("a</", "a</"), HTMLRow("<<<", "<<<"),
            HTMLRow("a > b", "a > b"), HTMLRow("a <= b", "a <= b"), HTMLRow("<é>", "<é>"),
        ])
    func lessThan(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "attributes are read as a browser reads them",
        arguments: [
            HTMLRow("<b title=\"x > y\">a</b>", "a"),
            HTMLRow("<b title='x > \"y\"'>a</b>", "a"),
            HTMLRow("<img alt=\"1 > 0\">", "1 > 0"),
            HTMLRow("<img alt=a/b>", "a/b"),
            HTMLRow("<img alt = a>", "a"),
            HTMLRow("<img alt=a alt=b>", "a"),
            HTMLRow("<IMG ALT='a'>", "a"),
            HTMLRow("<img/alt=a/>", "a/"),
            HTMLRow("<img =x alt=a>", "a"),
            HTMLRow("<img alt=\"a\"src=b>", "a"),
            HTMLRow("<img\nalt\n=\n'a'>", "a"),
            HTMLRow("<img alt='a &amp; b &lt; c'>", "a & b < c"),
            HTMLRow("<img alt='a\n  b'>", "a b"),
            HTMLRow("<span hidden>x</span>a", "a"),
            HTMLRow("<span style=display:none>x</span>a", "a"),
        ])
    func attributes(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "elements that hold no text for a reader are dropped",
        arguments: [
            HTMLRow("<head><title>x &lt; y</title><meta name=a><link rel=b></head>a", "a"),
            HTMLRow("<STYLE>p > b {}</STYLE>a<script>if (1 < 2) '<b>'</SCRIPT >b", "ab"),
            HTMLRow("<script>'</scripty>'</script>a", "a"),
            HTMLRow("<iframe src=x>y</iframe>a<template>x</template>b", "ab"),
            HTMLRow("<svg><title>x</title><desc>y</desc><path d='z'/></svg>a", "a"),
            HTMLRow("<math><mi>x</mi><annotation>y</annotation></math>", "x"),
            HTMLRow("<xml><o:PixelsPerInch>96</o:PixelsPerInch></xml>a", "a"),
            HTMLRow("<noscript>a</noscript>b", "ab"),
            HTMLRow("<textarea>a <b> &amp;</textarea>", "a <b> &"),
            HTMLRow("<xmp>a <b>\n &amp;</xmp>", "a <b>\n &amp;"),
            HTMLRow("<o:p>a</o:p><foo:bar baz>b</foo:bar>", "ab"),
            HTMLRow(
                "<button>Save</button> <input type=submit value=Send> <input type=hidden value=x>",
                "Save Send"),
            HTMLRow("<input type=password value=x><input type=checkbox value=y>a", "a"),
            HTMLRow("<select><option>x<option selected>a</select>", "a"),
            HTMLRow("<q>a</q>", "\"a\""),
        ])
    func elements(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "hidden content is dropped",
        arguments: [
            "hidden", "hidden=hidden", "style='display:none'", "style='DISPLAY : None !important'",
            "style=\"color:red;display:none;\"", "style='visibility:hidden'", "style='visibility:collapse'",
            "style='font-size:0'", "style='font-size:0px'", "style='font-size:0.0em'",
            "style='font-size:1px'",
            "style='font:0/0 a'", "style='opacity:0'", "style='opacity:0.0'",
            "style='max-height:0;overflow:hidden'", "style='height:0px;overflow:hidden'",
            "style='overflow:hidden;width:0'", "style='font-family:&quot;A&quot;;display:none'",
            "style='display:none!important;display:block'", "style='display:block;display:none'",
        ])
    func hidden(attribute: String) {
        #expect(plainText(fromHTML: "a<div \(attribute)>x<b>y</b><p>z</div>b").contains(/[xyz]/) == false)
        #expect(plainText(fromHTML: "a<span \(attribute)>x<b>y</b></span>b") == "ab")
    }

    @Test(
        "content that only looks hidden is kept",
        arguments: [
            "style='mso-hide:all'", "style='max-height:0'", "style='overflow:hidden'", "style='opacity:0.5'",
            "style='font-size:1em'", "style='font-size:10px'", "style='font-size:0.8em'",
            "style='line-height:0'",
            "style='display:none;display:inline'", "style='x-display:none'", "style='display:nonesuch'",
            "style='background:url(display:none)'", "style=''", "style", "style=';:;'", "aria-hidden=true",
            "style='height:auto;overflow:hidden'", "style='visibility:visible'", "data-hidden class=hidden",
        ])
    func visible(attribute: String) {
        #expect(plainText(fromHTML: "a <span \(attribute)>x</span> b") == "a x b")
    }

    @Test(
        "an inner element can undo visibility and font size, but not display",
        arguments: [
            HTMLRow("<td style='font-size:0'><div style='font-size:13px'>a</div></td>", "a"),
            HTMLRow("<div style='font-size:0'><b style='font-size:2em'>x</b></div>a", "a"),
            HTMLRow("<div style='font-size:0'><span class=t>a</span></div>", "a"),
            HTMLRow("<div style='font-size:0'><font size=2>a</font></div>", "a"),
            HTMLRow("<div style='visibility:hidden'>x<b style='visibility:visible'>a</b></div>", "a"),
            HTMLRow("<div style='display:none'>x<b style='display:inline'>y</b></div>a", "a"),
            HTMLRow("<div style='display:none'><div>x</div>y</div>a", "a"),
            HTMLRow("<p style='display:none'>x<p>a", "a"),
            HTMLRow("<table><tr style='display:none'><td>x</td></tr><tr><td>a</td></tr></table>", "a"),
            HTMLRow("a<br style='display:none'>b", "ab"),
        ])
    func visibilityOfInnerElements(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "a class that the style sheet hides by a plain rule is hidden",
        arguments: [
            HTMLRow("<style>.p{display:none}</style><b class=p>x</b>a", "a"),
            HTMLRow(
                "<style>/* c */ a { b: c } .o, .p { color:red; display:none !important }</style><b class='q p'>x</b>a",
                "a"),
            HTMLRow("<style>.p{display:none}</style><b class=p style='display:inline'>a</b>", "a"),
            HTMLRow("<style>.p{display:none} .p{display:block}</style><b class=p>a</b>", "a"),
            HTMLRow("<style>@media print { .p{display:none} } .q{display:none}</style><b class=p>a</b>", "a"),
            HTMLRow(
                "<style>div .p{display:none} .p.q{display:none} .p:hover{display:none}</style><b class=p>a</b>",
                "a"),
            HTMLRow("<style>.p{display:none</style><b class=q>a</b>", "a"),
            HTMLRow("<style>@import url(x); .p{display:none}</style><b class=p>x</b>a", "a"),
        ])
    func styleSheet(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }
}
