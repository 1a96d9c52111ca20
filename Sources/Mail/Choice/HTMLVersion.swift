/// HTML and its text, to compare plain texts with. Nested multiparts may compare it several times, so its
/// words are read only once.
final class HTMLVersion {
    let text: String
    private let documents: [[UInt8]]

    private(set) lazy var words = TextWords(text, limit: Limit.comparedWords)
    /// The words outside of links.
    private(set) lazy var wordsWithoutLinks = TextWords(
        plainText(fromHTML: withoutLinks(Array(documents.joined()))), limit: Limit.comparedWords)

    /// - Parameter documents: the HTML; empty for a text without links
    init(text: String, documents: [[UInt8]]) {
        self.text = text
        self.documents = documents
    }

    /// Joins texts that belong together; nil if none is HTML.
    convenience init?(joining versions: [HTMLVersion], text: @autoclosure () -> String) {
        guard !versions.isEmpty else { return nil }
        self.init(text: text(), documents: versions.flatMap(\.documents))
    }
}

/// A document without its `a` elements.
private func withoutLinks(_ bytes: [UInt8]) -> String {
    var kept: [UInt8] = []
    var index = 0
    while let start = bytes.firstIndex(of: 0x3C, in: index..<bytes.count) {
        let head = bytes[start...].prefix(3).map(\.lowercased)
        guard head.count == 3, head[1] == 0x61, head[2].isWhiteSpaceOrLineEnd else {
            kept += bytes[index...start]
            index = start + 1
            continue
        }
        kept += bytes[index..<start]
        kept.append(space)
        index = endOfLink(bytes, from: start) ?? bytes.count
    }
    kept += bytes[index...]
    return String(decoding: kept, as: UTF8.self)
}

private func endOfLink(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while let found = bytes.firstIndex(of: 0x3C, in: index..<bytes.count) {
        if bytes[found...].prefix(4).equalsIgnoringCase("</a>".utf8) { return found + 4 }
        index = found + 1
    }
    return nil
}
