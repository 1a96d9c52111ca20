/// The sender of a mail as readers see it (RFC 5322, 3.4).
extension Message {
    /// The name in the `From` field, else the address; empty without either.
    package var senderName: String {
        header["From"].map { Mailbox(first: $0).shownName } ?? ""
    }
}

/// The first mailbox of a field, read tolerantly: `Jo Doe <jo@example.com>`, `jo@example.com (Jo Doe)`, or an
/// address alone. Names are decoded (RFC 2047), even in quotes, where encoded words are not allowed.
struct Mailbox {
    private var name: [UInt8] = []
    private var comment: [UInt8] = []
    private var address: [UInt8] = []

    /// The name, or the address if there is no name.
    var shownName: String {
        for words in [name, comment] {
            let decoded = EncodedWords.decode(field: words[...])
            if !TextContent.isBlank(decoded) { return decoded }
        }
        return String(decoding: address.isEmpty ? name[...].trimmed() : address[...].trimmed(), as: UTF8.self)
    }

    /// - Parameter field: the value, folded and encoded
    init(first field: ArraySlice<UInt8>) {
        var reader = MailboxReader()
        reading: for byte in field.prefix(Limit.structuredFieldBytes) {
            switch reader.place(of: byte) {
            case .name: name.append(byte)
            case .comment: comment.append(byte)
            case .address: address.append(byte)
            case .syntax: break
            case .groupName: name = []
            case .end: break reading
            }
        }
        settleAddress()
    }

    /// Without angle brackets, the text read as a name is the address.
    private mutating func settleAddress() {
        guard address.isEmpty, name.contains(UInt8(ascii: "@")) else { return }
        address = name
        name = []
    }
}

/// The place of a byte in a mailbox.
private struct MailboxReader {
    enum Place {
        case name, comment, address
        /// A quote, a bracket, or the backslash before a byte.
        case syntax
        /// The colon after the name of a group: the text before it is not the name of a person.
        case groupName
        case end
    }

    private var isQuoted = false
    private var isAddress = false
    private var isEscaped = false
    private var comments = 0

    mutating func place(of byte: UInt8) -> Place {
        let isInside = isQuoted || comments > 0
        if isEscaped || isInside && byte == UInt8(ascii: "\\") {
            isEscaped.toggle()
            return isEscaped ? .syntax : content
        }
        switch byte {
        case UInt8(ascii: "\"") where comments == 0:
            isQuoted.toggle()
            return .syntax
        case UInt8(ascii: "(") where !isQuoted:
            comments += 1
            return comments == 1 ? .syntax : .comment
        case UInt8(ascii: ")") where !isQuoted && comments > 0:
            comments -= 1
            return comments == 0 ? .syntax : .comment
        case UInt8(ascii: "<") where !isInside:
            isAddress = true
            return .syntax
        case UInt8(ascii: ">") where !isInside && isAddress: return .end
        case UInt8(ascii: ",") where !isInside && !isAddress, UInt8(ascii: ";") where !isInside && !isAddress:
            return .end
        case UInt8(ascii: ":") where !isInside && !isAddress: return .groupName
        default: return content
        }
    }

    private var content: Place { comments > 0 ? .comment : isAddress ? .address : .name }
}
