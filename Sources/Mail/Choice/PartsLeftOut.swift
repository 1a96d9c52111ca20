/// The parts whose text was not used, and why, for --explain.
extension TextChoice {
    func leftOut(besides places: [MessageText.Part]) -> [TextTreatment] {
        let used = Set(places.map(\.path))
        var leftOut: [TextTreatment] = []
        for index in structure.parts.indices where structure.parts[index].children.isEmpty {
            guard leftOut.count < Limit.explainedParts else { break }
            let path = structure.path(of: index)
            guard !used.contains(path) else { continue }
            let mediaType = structure.parts[index].contentType.mediaType
            leftOut.append(.leftOut(path: path, mediaType: mediaType, why: reason(against: index, used)))
        }
        return leftOut
    }

    private func reason(against index: Int, _ used: Set<String>) -> String {
        let part = structure.parts[index]
        if part.disposition?.type == "attachment" { return "an attachment" }
        if part.contentType.isMultipart { return "a multipart without parts" }
        guard
            part.contentType.isText || part.contentType.isMessage
                || Wrapping(part.contentType, fileName: "") != nil
        else { return "no text" }
        var child = index
        while let parent = structure.parts[child].parent {
            switch structure.parts[parent].contentType.mediaType {
            case "multipart/alternative" where holds(parent, used): return "another version of the text"
            case _ where structure.parts[parent].kind == .message: return "in an enclosed mail"
            default: child = parent
            }
        }
        return "empty, a repetition, or less preferred"
    }

    /// Whether a part with one of these paths is inside.
    private func holds(_ index: Int, _ paths: Set<String>) -> Bool {
        guard structure.parts[index].parent != nil else { return true }
        let prefix = structure.path(of: index) + "."
        return paths.contains { $0.hasPrefix(prefix) }
    }
}
