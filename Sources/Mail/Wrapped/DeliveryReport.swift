/// The status of a mail for each of its recipients (RFC 3464; RFC 8098 for reports of readers).
enum DeliveryReport {
    /// A line for each recipient: address, action or disposition, and status. nil if the bytes are not a list
    /// of fields.
    static func text(of bytes: ArraySlice<UInt8>) -> String? {
        let bytes = Array(LineEnds.normalized(bytes))
        var lines: [String] = []
        var group: [String: String] = [:]
        var hasFields = false
        var last: String?
        var index = 0
        func endGroup() {
            defer { group = [:] }
            guard let recipient = group["final-recipient"] ?? group["original-recipient"],
                lines.count < Limit.reportedRecipients
            else { return }
            var line = valueBehindType(recipient)
            if let action = group["action"] ?? group["disposition"].map(valueBehindType) {
                line += ": " + action
            }
            if let status = group["status"]?.prefix(while: { $0 != " " }) { line += " (" + status + ")" }
            lines.append(line)
        }
        while index < bytes.count {
            let (end, next) = bytes.line(at: index, before: bytes.count)
            switch HeaderLine(bytes, from: index, to: end) {
            case .field(let nameEnd, let valueStart):
                hasFields = true
                let name = String(decoding: bytes[index..<nameEnd].map(\.lowercased), as: UTF8.self)
                last = nil
                if group.count < Limit.parameters, group[name] == nil {
                    group[name] = String(decoding: bytes[valueStart..<end].trimmed(), as: UTF8.self)
                    last = name
                }
            case .continuation:
                if let last, group[last, default: ""].utf8.count < Limit.structuredFieldBytes {
                    // In place: each line of a long field would copy it.
                    group[last]?.append(" " + String(decoding: bytes[index..<end].trimmed(), as: UTF8.self))
                }
            case .empty: endGroup()
            case .text: if !hasFields { return nil }
            }
            index = next
        }
        endGroup()
        return hasFields ? lines.joined(separator: "\n") : nil
    }

    /// The value of `rfc822; bob@example.org` or `manual-action/MDN-sent-manually; displayed`.
    private static func valueBehindType(_ value: String) -> String {
        let utf8 = Array(value.utf8)
        let rest = utf8.firstIndex(of: semicolon).map { utf8[($0 + 1)...] } ?? utf8[...]
        return String(decoding: rest.trimmed().filter { $0 != 0x3C && $0 != 0x3E }, as: UTF8.self)
    }
}
