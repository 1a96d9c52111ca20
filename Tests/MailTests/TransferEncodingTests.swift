import Foundation
import Mail
import Testing

@Suite("Transfer encodings")
struct TransferEncodingTests {
    @Test(
        "base64 survives damage",
        arguments: [
            ("SGVsbG8=", "Hello"),
            ("SGVsbG8", "Hello"),
            ("SGVs\nbG8=", "Hello"),
            ("SGVs\r\nbG8=\r\n", "Hello"),
            ("SG*Vs!bG8=", "Hello"),
            ("SGVsbG8=\n\n-- \nList footer, see https://lists.example", "Hello"),
            ("CAUTION: from outside\n\nSGVsbG8=\n", "Hello"),
            (
                "[EXTERNAL]\nSGVsbG8sIHRoZSBwdW1wIG9mIGhhbGwgdHdvIGlzIGRlZmVjdCwgcGxlYXNlIGNv\nbWU=",
                "Hello, the pump of hall two is defect, please come"
            ),
            ("Feueralarm", "Feueralarm"),
            ("SGVsbG8=IHlvdQ==", "Hello you"),
            ("SGVsbG8=\nIHlvdQ==\n", "Hello you"),
            ("SGVsbG8==", "Hello"),
            ("  SGVs\n  bG8=", "Hello"),
            ("SGVsbG8=\n", "Hello"),
            ("SGVsb", "Hel"),
            ("This is not base64, is it?", "This is not base64, is it?"),
            ("", ""),
        ] as [(String, String)])
    func base64(encoded: String, decoded: String) {
        #expect(text(of: Array(encoded.utf8), contentType: "text/plain", encoding: "base64") == decoded)
    }

    @Test(
        "quoted-printable survives damage",
        arguments: [
            ("gr=C3=BCn", "grün"),
            ("gr=c3=bcn", "grün"),
            ("one =\ntwo", "one two"),
            ("one =\r\ntwo", "one two"),
            ("one= \t\ntwo", "onetwo"),
            ("one=", "one"),
            ("one=\n", "one"),
            ("1 + 1 = 2", "1 + 1 = 2"),
            ("a=3", "a=3"),
            ("a=G1", "a=G1"),
            ("a==3D", "a=="),
            ("trailing  \nnext\t\nlast", "trailing\nnext\nlast"),
            ("kept=20\nnext", "kept \nnext"),
            ("kept =\n\nnext", "kept \nnext"),
            ("=0D=0Aone", "\none"),
            // A long address, in which an equals sign was not encoded.
            (
                "https://x.example/" + String(repeating: "Ab9", count: 19) + "=\nCd?token=zz",
                "https://x.example/" + String(repeating: "Ab9", count: 19) + "Cd?token=zz"
            ),
        ] as [(String, String)])
    func quotedPrintable(encoded: String, decoded: String) {
        #expect(
            text(of: Array(encoded.utf8), contentType: "text/plain", encoding: "Quoted-Printable") == decoded)
    }

    @Test(
        "Quoted-printable without its label is recognized by what other texts do not contain",
        arguments: [
            ("gr=C3=BCn", "grün"),
            ("Gr=F6=DFe", "Größe"),
            ("M=FCller-L=FCdenscheidt", "Müller-Lüdenscheidt"),
            ("<a href=3D\"https://x.example\">y</a>", "y (https://x.example)"),
            ("see ?a=3D1&b=3D2", "see ?a=1&b=2"),
            ("Hello,=20\n\nthe pump stands.=20\n", "Hello, \n\nthe pump stands. \n"),
            ("one\n=20\ntwo", "one\n \ntwo"), ("M=FCller called", "Müller called"),
            ("Stra=DFe 5", "Straße 5"), ("f=E4hig", "fähig"),
            ("Zug kommt sp=E4t", "Zug kommt spät"), ("Das ist sch=F6n", "Das ist schön"),
            ("O jantar n=E3o est=E1 pronto", "O jantar não está pronto"),
            ("Bonne ann=E9e et bonne journ=E9e", "Bonne année et bonne journée"),
            ("El ni=F1o ya sali=F3", "El niño ya salió"), ("Das M=E4dchen", "Das Mädchen"),
            ("N=E3o =E9 nada.\nA situa=E7=E3o est=E1 normal.", "Não é nada.\nA situação está normal."),
            ("Gr=F6=DFe =1F M=FCller f=FCr Stra=DFe", "Größe \u{1F} Müller für Straße"),
            ("text\n\n-- =20\nJo", "text\n\n--  \nJo"),
        ] as [(String, String)])
    func unlabelled(encoded: String, decoded: String) {
        let type = "text/plain; charset=\(encoded.contains("=F") ? "iso-8859-1" : "utf-8")"
        let shown = text(of: Array(encoded.utf8), contentType: type)
        #expect(shown.trimmingCharacters(in: .newlines) == decoded.trimmingCharacters(in: .newlines))
    }

    @Test(
        "Values and tokens after an equals sign are no quoted-printable",
        arguments: [
            "https://x.example/c?token=E3kd82jd0", "https://x.example/watch?v=D8hqr4xGkU0 is the film",
            "size=20\nqueue=20", "INFO pool size=20", "load>=20\nusers>=20\n", "a !=20\n", "n =20\n",
            "mode=3D and view=3D, twice", "color=FF00AA", "crc=A5 status=FF", "x=FFmpeg_1",
            "SELECT count(*)=20\n", "Users (online)=20\n(active)=35\n", "\"max_connections\"=20\n",
            "encoder=FFmpeg failed", "app=CCleaner", "bus=DBus is down", "O=CAcert Inc",
            "Boarding gate=E4b row=12", "suite=E2e passed, failed=13", "node=F3b down",
            "Key:\n\(String(repeating: "Qb7x", count: 18))uv=\nend 5",
            "Key: \(String(repeating: "Qb7x", count: 16))=\nend 5",
            "Client public key: xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=\nServer public key: yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\nend",
            "user=F4b gate=E4b", "key=FEed",
            "host=FEnix is up", "suite=E2etests", "release=E4beta",
        ])
    func values(body: String) {
        #expect(text(of: Array(body.utf8), contentType: "text/plain; charset=utf-8") == body)
    }

    @Test(
        "What was encoded twice is decoded twice",
        arguments: [
            "Tür 3 steht offen", "Your code is 482913",
            "Pump 7 has stopped. Please call the night shift at once.",
        ])
    func twice(text: String) {
        let once = Data(text.utf8).base64EncodedString()
        let body = Data(once.utf8).base64EncodedString()
        let result = Message(parsing: Array("Content-Transfer-Encoding: base64\n\n\(body)".utf8)).body
        #expect(result.text == text)
        #expect(result.treatments == [.encodedTwice])
    }

    @Test(
        "Text that only looks as if it were encoded once more stays",
        arguments: [
            "size=20", "Passwort1", "T0lOSw==", "QWxhcm0=", "dXNlcjpwYXNzd29yZDEyMzQ1",
            "c3VwZXJzZWNyZXRwYXNzd29yZAo=",
            "The subject shows M=FCller instead of the name", "Decode =20 and =3D and =C3=A4 as in RFC 2045",
            "Client: xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8DgxTIBA5rb=\nServer: yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmkyAnz5T=\nend",
        ])
    func once(text: String) {
        let mail = Array("Content-Transfer-Encoding: base64\n\n\(Data(text.utf8).base64EncodedString())".utf8)
        #expect(Message(parsing: mail).body.text == text)
    }

    @Test("uuencode")
    func uuencode() {
        let body = "begin 644 text.txt\n+2&5L;&\\@=V]R;&0\n`\nend\n"
        #expect(
            text(of: Array(body.utf8), contentType: "text/plain", encoding: "x-uuencode") == "Hello world")
    }

    @Test(
        "Unknown and missing encodings leave the body",
        arguments: ["7bit", "8BIT", "binary", "rot13", "", "=20"])
    func identity(encoding: String) {
        #expect(text(of: Array("a=20b".utf8), contentType: "text/plain", encoding: encoding) == "a=20b")
    }

    @Test(
        "The name is read whatever its case and with comments",
        arguments: ["BASE64", "\"base64\"", "(x) bAse64"])
    func name(encoding: String) {
        #expect(text(of: Array("SGk=".utf8), contentType: "text/plain", encoding: encoding) == "Hi")
    }
}
