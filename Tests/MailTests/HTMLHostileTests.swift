import Mail
import Testing

/// Texts made to trap, to nest too deep, or to be read repeatedly. With their size, quadratic time makes a
/// test endless.
@Suite("Hostile HTML", .timeLimit(.minutes(10)))
struct HTMLHostileTests {
    @Test(
        "a pattern repeated takes linear time",
        arguments: [
            "&", "<", "<a", "<a ", "<a<a<a", "<!--", "<!-- ", "<!", "<?", "</", "</a", "</a>", "<a>",
            "<a href=\"",
            "<a b='", "<a b=\"x' ", "<![CDATA[", "<![CDATA[]", "&#", "&#x", "&a", "&aacute", "&notit;",
            "&#65;", "\0",
            "<div>", "<p>", "<table><tr><td>", "<td>", "<tr>", "<ul><li>", "<li>", "<ol><li>a", "<a href=b>c",
            "<span style=display:none>", "<style>", "<title>", "<script>", "<textarea>", "<xmp>", "<iframe>",
            "<xml>",
            "<table></div>", "<x></y>", "<pre> \n", "<q>", "<b style='font-size:0'>", "&nbsp;", "&zwnj;",
            "<br>",
            "<img alt=a>", "<select><option>", "-", "--", "<!---", "]]>", "<h1>", "\u{E9}", "<a/", "<a =",
            "<style>.a{display:none}</style>", "<style>/*{</style>",
        ])
    func repeated(pattern: String) {
        let many = String(repeating: pattern, count: 400_000 / pattern.utf8.count)
        #expect(plainText(fromHTML: many).utf8.count <= 4_000_000)
        let fewer = String(repeating: pattern, count: 20_000 / pattern.utf8.count)
        for tail in [">", "-->", "\">", "]]>", "</style>", "</script>"] {
            #expect(plainText(fromHTML: fewer + tail).utf8.count <= 200_000)
        }
    }

    @Test("text below the deepest nesting is kept, and what follows is as usual")
    func deepNesting() {
        let depth = 100_000
        let opened = String(repeating: "<div>", count: depth)
        let closed = String(repeating: "</div>", count: depth)
        #expect(plainText(fromHTML: opened + "a<b>b</b>" + closed + "c<b hidden>x</b>") == "ab\nc")
        #expect(plainText(fromHTML: "<div style='display:none'>" + opened + "x" + closed + "</div>a") == "a")
    }

    @Test("a text cut at any place neither traps nor shows a tag")
    func cutAnywhere() {
        let html = Array(
            "<!DOCTYPE html><!--x--><p class=\"y>\" style='font-size:0px;color:red'>&eacute;&#8364;a</p><![CDATA[b]]>"
                .utf8)
        for end in html.indices {
            let text = plainText(fromHTML: String(decoding: html[..<end], as: UTF8.self))
            #expect(!text.contains("<p") && !text.contains("DOCTYPE") && !text.contains("--"))
        }
    }

    @Test("bytes at random never trap, and come out clean")
    func random() {
        let pieces = [
            "<", ">", "/", "!", "--", "\"", "'", "=", " ", "\n", "&", "#", "x", ";", "a", "table", "td", "tr",
            "li", "ul",
            "style", "font-size:0", "href", "]]>", "<![CDATA[", "\u{E9}", "\u{200D}", "\0", "p", "pre",
            "script", "</",
            "<!--", "nbsp", "65", "br", "<td>", "<li>", "<p>", "<a href=u:1>", "</a>", "</p>", "b", "&nbsp;",
        ]
        var state: UInt64 = 42
        for _ in 0..<2_000 {
            var html = ""
            for _ in 0..<60 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                html += pieces[Int((state >> 33) % UInt64(pieces.count))]
            }
            let text = plainText(fromHTML: html)
            #expect(!text.contains("\n\n\n") && !text.contains(" \n") && !text.hasSuffix("\n"), "\(html)")
            #expect(!text.utf8.contains { $0 < 0x20 && $0 != 0x0A }, "\(html)")
        }
    }
}
