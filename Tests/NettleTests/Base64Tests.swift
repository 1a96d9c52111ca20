import Nettle
import Testing

@Suite struct Base64Tests {
    /// The first rows are RFC 4648, section 10.
    @Test(
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"), ("\u{3FF}~\0", "z79+AA=="), ("??>", "Pz8+"), ("???", "Pz8/"),
        ] as [(String, String)])
    func encodesAndDecodes(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(Array(encoded.utf8)[...]) == Array(text.utf8))
    }

    @Test func keepsEveryByte() {
        for count in 0..<260 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            #expect(Base64.decode(Array(Base64.encode(bytes).utf8)[...]) == bytes)
        }
    }

    /// Also from the middle of an array.
    @Test func decodesASlice() {
        #expect(Base64.decode(Array("AUTH Zm9v end".utf8)[5..<9]) == Array("foo".utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "=", "====", "Zm9vY", "Zm9v Zm9v", "Zm9v\n", " Zm9v", "Zm9-", "Zm9_",
        "Zg==Zg==",
        "Zm=v", "Zm9v\0", "Zm9\u{E9}",
    ])
    func doesNotDecodeAnythingElse(text: String) {
        #expect(Base64.decode(Array(text.utf8)[...]) == nil)
    }
}
