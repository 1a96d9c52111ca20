/// The content of a CMS message (RFC 5652). Signatures are not checked, and nothing is decrypted.
enum CMSContent {
    /// signed-data with the mail in it, which starts with its MIME header.
    case signed(ArraySlice<UInt8>)
    /// enveloped-data and similar types.
    case encrypted

    /// - Parameter bytes: DER or BER, or either in base64 with or without PEM lines around it
    /// - Returns: nil for everything else: damaged, without content, compressed
    init?(parsing bytes: ArraySlice<UInt8>) {
        var reader = BERReader(Self.binary(bytes))
        // ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
        guard reader.enter(.sequence), let type = reader.primitive(.objectIdentifier) else { return nil }
        switch Array(type) {
        case OID.envelopedData, OID.authEnvelopedData, OID.encryptedData: self = .encrypted
        case OID.signedData:
            // SignedData ::= SEQUENCE { version INTEGER, digestAlgorithms SET,
            //     encapContentInfo SEQUENCE { OBJECT IDENTIFIER, [0] EXPLICIT OCTET STRING }, ... }
            guard reader.enter(.context0), reader.enter(.sequence), reader.primitive(.integer) != nil,
                reader.skip(.set), reader.enter(.sequence), reader.primitive(.objectIdentifier) != nil,
                reader.enter(.context0), let content = reader.octetString()
            else { return nil }
            self = .signed(content)
        default: return nil
        }
    }

    private static func binary(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard
            bytes.first != BERTag.sequence.rawValue || bytes.prefix(64).allSatisfy({ Base64.isCharacter($0) })
        else { return bytes }
        let lines = bytes.split(separator: lineFeed).filter { !$0.starts(with: "-----".utf8) }
        return Base64.decode(Array(lines.joined())[...], limit: Limit.wrappedBytes)[...]
    }

    /// RFC 5652, 4 to 8; RFC 5083.
    private enum OID {
        private static let pkcs7: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07]
        static let signedData = pkcs7 + [2]
        static let envelopedData = pkcs7 + [3]
        static let encryptedData = pkcs7 + [6]
        static let authEnvelopedData: [UInt8] = [
            0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x17,
        ]
    }
}
