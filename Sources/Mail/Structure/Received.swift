/// The `Received:` field that a host adds when it accepts a mail (RFC 5321 section 4.4).
package struct Received: Equatable, Sendable {
    /// The word after `id`: Postfix's queue id. nil if missing.
    package let id: String?
    /// The text after the last semicolon, as written.
    package let dateText: String
    /// The same in seconds since 1970-01-01 00:00 UTC; nil if it is not a date.
    package let date: Int?

    /// - Parameter value: the value of the field
    package init(_ value: [UInt8]) {
        let semicolon = value.lastIndex(of: semicolon) ?? value.endIndex
        let date = value[semicolon...].dropFirst()
        dateText = String(decoding: date.trimmed(), as: UTF8.self)
        self.date = DateTime.seconds(date)
        id = Self.id(in: value[..<semicolon])
    }

    /// Seconds since 1970-01-01 00:00 UTC of a date-time in a header field (RFC 5322 section 3.3); nil if it
    /// is not a date.
    package static func seconds(ofDate field: [UInt8]) -> Int? { DateTime.seconds(field[...]) }

    /// The clauses are pairs of a keyword and a value, with comments between them, so a host may be called
    /// `id`, too.
    private static func id(in clauses: ArraySlice<UInt8>) -> String? {
        var reader = StructuredField(clauses)
        var words: [String] = []
        reader.skipComments()
        while !reader.isAtEnd {
            let word = reader.word()
            if word.isEmpty { reader.skipOne() } else { words.append(String(decoding: word, as: UTF8.self)) }
            reader.skipComments()
        }
        let keywords = stride(from: 0, to: words.count - 1, by: 2)
        return keywords.first { words[$0].lowercased() == "id" }.map { words[$0 + 1] }
    }
}

extension RawMessage {
    /// The `Received:` fields, newest first.
    package var received: [Received] {
        fields.filter { $0.name == "received" }.map { Received($0.value) }
    }
}
