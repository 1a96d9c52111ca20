/// The header fields of a mail, in order (RFC 5322, 2.2). Values stay folded and encoded.
package struct HeaderFields: Sendable {
    struct Field: Sendable {
        /// Its place in the mail.
        let name: Range<Int>
        /// The end of the value, which starts after the first colon behind the name.
        var end: Int
    }

    private let bytes: [UInt8]
    private let fields: [Field]

    init(bytes: [UInt8], fields: [Field]) {
        self.bytes = bytes
        self.fields = fields
    }

    /// The number of fields kept.
    package var count: Int { fields.count }

    /// The lines of unknown fields, each ended by LF.
    var unknownFields: [UInt8] {
        var lines: [UInt8] = []
        for field in fields
        where !KnownFields.isField(bytes[field.name], value: value(of: field)) {
            let line = bytes[field.name.lowerBound..<field.end]
            guard lines.count + line.count <= Limit.unstructuredFieldBytes else { break }
            lines += line
            lines.append(lineFeed)
        }
        return lines
    }

    /// The first value of the field, without white space around it, else unchanged; nil if the field is
    /// missing. The case of `name` is ignored.
    package subscript(name: String) -> ArraySlice<UInt8>? {
        let name = Array(name.utf8)
        for field in fields where field.name.count == name.count {
            if bytes[field.name].equalsIgnoringCase(name) { return value(of: field) }
        }
        return nil
    }

    private func value(of field: Field) -> ArraySlice<UInt8> {
        bytes[field.name.upperBound..<field.end].drop { $0 != 0x3A }.dropFirst().trimmed()
    }
}

/// The kind of a line in a header.
enum HeaderLine: Equatable {
    /// `Name: value`; `nameEnd` excludes the white space of the obsolete form `Name :`.
    case field(nameEnd: Int, valueStart: Int)
    /// A line that begins with white space.
    case continuation
    case empty
    /// Anything else, which is not part of a header.
    case text

    /// - Parameter end: of the line, without the line end
    init(_ bytes: [UInt8], from start: Int, to end: Int) {
        guard start < end else {
            self = .empty
            return
        }
        guard !bytes[start].isWhiteSpace else {
            self = .continuation
            return
        }
        // RFC 5322, 3.6.8: a field name is printable ASCII without a colon; 4.5: white space before the
        // colon.
        var index = start
        while index < end, bytes[index] > space, bytes[index] < 0x7F, bytes[index] != 0x3A { index += 1 }
        let nameEnd = index
        while index < end, bytes[index].isWhiteSpace { index += 1 }
        if nameEnd > start, index < end, bytes[index] == 0x3A {
            self = .field(nameEnd: nameEnd, valueStart: index + 1)
        } else {
            self = .text
        }
    }
}
