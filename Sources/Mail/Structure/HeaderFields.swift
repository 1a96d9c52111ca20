/// The header fields of a mail, in order (RFC 5322, 2.2). Values stay folded and encoded.
package struct HeaderFields: Sendable {
    struct Field: Sendable {
        /// Ranges in the mail.
        let name: Range<Int>
        private(set) var value: Range<Int>

        init(name: Range<Int>, value: Range<Int>) {
            self.name = name
            self.value = value
        }

        /// Adds a continuation line.
        mutating func extend(to end: Int) { value = value.lowerBound..<max(value.upperBound, end) }
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
        for field in fields where !KnownFields.isField(bytes[field.name], value: bytes[field.value]) {
            guard lines.count + field.value.upperBound - field.name.lowerBound <= Limit.unstructuredFieldBytes
            else { break }
            lines += bytes[field.name.lowerBound..<field.value.upperBound]
            lines.append(lineFeed)
        }
        return lines
    }

    /// The first value of the field, without white space around it, else unchanged; nil if the field is
    /// missing. The case of `name` is ignored.
    package subscript(name: String) -> ArraySlice<UInt8>? {
        let name = Array(name.utf8)
        for field in fields where field.name.count == name.count {
            if bytes[field.name].equalsIgnoringCase(name) { return bytes[field.value].trimmed() }
        }
        return nil
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
