/// The parts of a mail, found in one pass over its lines (RFC 2046, 5.1).
struct MIMEStructure: Sendable {
    let bytes: [UInt8]
    let header: HeaderFields
    /// In the order of the mail, which is itself the first part.
    let parts: [MIMEPart]

    init(parsing bytes: [UInt8]) {
        var scanner = StructureScanner(bytes)
        scanner.scan()
        self.bytes = bytes
        header = HeaderFields(bytes: bytes, fields: scanner.fields)
        parts = scanner.parts
    }

    /// The value of a header field of a part.
    func value(_ field: Range<Int>?) -> ArraySlice<UInt8>? { field.map { bytes[$0] } }

    /// The part number in IMAP's notation, `1.2`; `1` for a mail that is not a multipart.
    func path(of part: Int) -> String {
        guard let parent = parts[part].parent else { return "1" }
        let number = String(parts[part].number)
        return parts[parent].parent == nil ? number : path(of: parent) + "." + number
    }
}
