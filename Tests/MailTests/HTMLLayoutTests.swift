import Mail
import Testing

@Suite("HTML layout becomes lines")
struct HTMLLayoutTests {
    @Test(
        "white space collapses as in a browser",
        arguments: [
            HTMLRow("  a \t\n\r\n b  ", "a b"),
            HTMLRow("a <b> b</b> c", "a b c"),
            HTMLRow("<b>a</b><i>b</i>", "ab"),
            HTMLRow("a&nbsp;&nbsp; &nbsp;b&nbsp;", "a b"),
            HTMLRow("a\u{2003}b\u{202F}c\u{3000}d", "a b c d"),
            HTMLRow("a\u{0}\u{1B}b\u{7F}\u{85}c", "abc"),
            HTMLRow("so&shy;ft\u{200B}\u{FEFF}\u{2060}", "soft"),
            HTMLRow("&#847;&zwnj;&nbsp;&#847;&zwnj;&nbsp;&shy;&#8199;&#65279;a", "a"),
            HTMLRow(
                "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}"),
            HTMLRow("\u{0645}\u{06CC}\u{200C}\u{062E}", "\u{0645}\u{06CC}\u{200C}\u{062E}"),
            HTMLRow("a&zwnj;&zwj;&lrm;b", "ab"),
            HTMLRow("", ""), HTMLRow(" \n ", ""), HTMLRow("<p>&nbsp;</p><div><br></div>", ""),
        ])
    func whiteSpace(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "blocks",
        arguments: [
            HTMLRow("<div>a</div><div>b</div>", "a\nb"),
            HTMLRow("a<div>b</div>c", "a\nb\nc"),
            HTMLRow("<div><div>a</div></div>\n<div>b</div>", "a\nb"),
            HTMLRow("<p>a</p><p>b</p>", "a\n\nb"),
            HTMLRow("<p>a<p>b", "a\n\nb"),
            HTMLRow("<p>a</p>\n\n<p></p><p>b</p>", "a\n\nb"),
            HTMLRow("<p style='margin:0'>a</p><p style='margin:0'>b</p>", "a\nb"),
            HTMLRow("<h1>a</h1>b<h2>c</h2><p>d</p>", "a\n\nb\n\nc\n\nd"),
            HTMLRow("a<hr>b", "a\n\nb"),
            HTMLRow("a<br>b<BR/>c</br>d", "a\nb\nc\nd"),
            HTMLRow("a<br><br>b<br><br><br><br>c", "a\n\nb\n\nc"),
            HTMLRow("<div>a<br></div><div>b</div>", "a\nb"),
            HTMLRow("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
            HTMLRow("<div>a</div><div>&nbsp;</div><div>b</div>", "a\n\nb"),
            HTMLRow("<br>a<br>", "a"),
            HTMLRow("a<blockquote>b</blockquote>c", "a\n> b\nc"),
            HTMLRow("<span style='display:block'>a</span><span style='display:block'>b</span>", "a\nb"),
            HTMLRow("<div style='display:inline'>a</div><div style='display:inline'>b</div>", "ab"),
            HTMLRow("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\nb\nc\nd"),
            HTMLRow("<pre>\n a  b\n\n  c\n</pre>d", " a  b\n\n  c\nd"),
            HTMLRow("x<pre>a\r\n b</pre>", "x\na\n b"),
            HTMLRow("<div style='white-space:pre-wrap'>a  b\nc</div>", "a  b\nc"),
            HTMLRow("<div style='white-space:pre-line'>a  b\nc</div>", "a b\nc"),
        ])
    func blocks(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "lists",
        arguments: [
            HTMLRow("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
            HTMLRow("<ul>\n <li>a\n <li>b\n</ul>c", "- a\n- b\nc"),
            HTMLRow("<ol><li>a<li>b</ol>", "1. a\n2. b"),
            HTMLRow("<ol start=9><li>a<li>b<li value=20>c<li>d</ol>", "9. a\n10. b\n20. c\n21. d"),
            HTMLRow("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
            HTMLRow("<ol><li>a<ul><li>b</ul></li><li>c</ol>", "1. a\n  - b\n2. c"),
            HTMLRow("<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>", "- a\n- b\nc"),
            HTMLRow("<ul><li></li><li> <li>a</ul>", "- a"),
            HTMLRow("<li>a<li>b", "- a\n- b"),
            HTMLRow("a<ul style='display:none'><li>x</ul>b", "ab"),
            HTMLRow("<p>a</p><ul><li>b</li></ul><p>c</p>", "a\n\n- b\n\nc"),
            HTMLRow("<ol start=999999999999><li>a</ol>", "1. a"),
        ])
    func lists(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "tables",
        arguments: [
            HTMLRow("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a b\nc d"),
            HTMLRow("<table><tr><td>a<td>b<tr><th>c<th>d</table>e", "a b\nc d\ne"),
            HTMLRow("<table>\n<tr>\n<td> a </td>\n<td> b </td>\n</tr>\n</table>", "a b"),
            HTMLRow("<table><td>a<td>b</table>", "a b"),
            HTMLRow("<td>a</td><td>b</td>", "a b"),
            HTMLRow("<table><tr><td></td><td>a</td><td></td><td>&nbsp;</td><td>b</td></tr></table>", "a b"),
            HTMLRow(
                "<table><tr><td><p>a</p></td><td><div>b</div></td></tr><tr><td><p>c</p></td></tr></table>",
                "a b\nc"),
            HTMLRow("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
            HTMLRow("<table><tr><td>a<br>b</td><td>c</td></tr></table>", "a\nb\nc"),
            HTMLRow("<table><tr><td>a</td><td>b<br>c</td></tr></table>", "a b\nc"),
            HTMLRow("x<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>y", "x\na\ny"),
            HTMLRow(
                "<table><tr><td>a</td><td><table><tr><td>b<td>c<tr><td>d</table></td></tr></table>",
                "a\nb c\nd"),
            HTMLRow("<p>x</p><table><tr><td></td><td><p>a</p></td></tr></table><p>y</p>", "x\n\na\n\ny"),
            HTMLRow(
                "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>", "a\nb"),
            HTMLRow("<table><caption>a</caption><tr><td>b</table>", "a\nb"),
            HTMLRow("<table><tr><td>a</td></tr><tr><td>&nbsp;</td></tr><tr><td>b</td></tr></table>", "a\nb"),
        ])
    func tables(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "links keep their text, and the address if it differs",
        arguments: [
            HTMLRow("<a href='https://e.example/x'>t</a>", "t (https://e.example/x)"),
            HTMLRow("see <a href='https://e.example/x'>t</a>.", "see t (https://e.example/x)."),
            HTMLRow("<a href=' https://e.exa\nmple/a b '>t </a>u", "t (https://e.example/a%20b) u"),
            HTMLRow("<a href='https://e.example/'>https://e.example</a>", "https://e.example"),
            HTMLRow("<a href='https://e.example/'>E.example</a>", "E.example"),
            HTMLRow("<a href='http://e.example/x'>https://e.example/x/</a>", "https://e.example/x/"),
            HTMLRow("<a href='mailto:a@e.example'>a@e.example</a>", "a@e.example"),
            HTMLRow("<a href='mailto:a@e.example?subject=b'>write</a>", "write (a@e.example)"),
            HTMLRow("<a href='tel:+12025550123'>+1 (202) 555-0123</a>", "+1 (202) 555-0123"),
            HTMLRow("<a href='tel:+12025550123'>call</a>", "call (+12025550123)"),
            HTMLRow("<a href='#top'>t</a>", "t"), HTMLRow("<a href=''>t</a>", "t"),
            HTMLRow("<a name=x>t</a>", "t"),
            HTMLRow("<a href='JavaScript:x()'>t</a>", "t"), HTMLRow("<a href='cid:1'>t</a>", "t"),
            HTMLRow("<a href='/x/y.html'>t</a> <a href=x>u</a> <a href='?a=b:c'>v</a>", "t u v"),
            HTMLRow("<a href='www.example.com/x'>t</a>", "t (www.example.com/x)"),
            HTMLRow("<a href='data:text/html,x'>t</a>", "t"),
            HTMLRow("a<a href='https://e.example/x'></a>b", "ab"),
            HTMLRow("<a href='https://e.example/x'><img src=y></a>", "https://e.example/x"),
            HTMLRow("<a href='https://e.example/x'><img src=y alt=' z '></a>", "z (https://e.example/x)"),
            HTMLRow("<a href='u:1'>a<a href='u:2'>b</a>", "a (u:1) b (u:2)"),
            HTMLRow("<p><a href='u:1'>a</p>b", "a (u:1)\n\nb"),
            HTMLRow("<a href='u:1'><div>a</div></a><div>b</div>", "a (u:1)\nb"),
            HTMLRow("<div style='display:none'><a href='u:1'>x</a></div>a", "a"),
        ])
    func links(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }

    @Test(
        "images are their alternative text",
        arguments: [
            HTMLRow("<img src=x alt='a'>", "a"), HTMLRow("<img src=x>", ""),
            HTMLRow("<img src=x alt=''>", ""),
            HTMLRow("<img alt>", ""), HTMLRow("<img alt=x width=1 height=1>", ""),
            HTMLRow("<img alt=x width='0'>", ""), HTMLRow("<img alt=x height=1px>", ""),
            HTMLRow("<img alt=a width=100% height=auto>", "a"), HTMLRow("<img alt=a width=10>", "a"),
            HTMLRow("<img alt=x style='display:none'>", ""), HTMLRow("<img alt=a><img alt=b>", "a b"),
            HTMLRow("Hi <img alt=':)'>!", "Hi :)!"),
        ])
    func images(row: HTMLRow) {
        #expect(plainText(fromHTML: row.html) == row.text)
    }
}
