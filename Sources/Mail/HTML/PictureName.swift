/// The names of pictures, which say nothing to a reader.
enum PictureName {
    /// Whether a text in place of a picture is only the name of its file: `logo.png`, `image001` and `IMG_1234`
    /// are, `Disk usage` is not.
    static func isFileName(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count <= longest else { return false }
        let name = String(decoding: text, as: UTF8.self).lowercased()
        let suffix = name.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
        // Outlook writes `image001.png@01DA1234.5678ABCD`.
        let isPicture = { (suffix: Substring) in suffixes.contains(String(suffix.prefix { $0 != "@" })) }
        if name.utf8.contains(UInt8(ascii: ".")),
            isPicture(suffix) || name.split(separator: ".").dropFirst().first.map(isPicture) == true
        {
            return true
        }
        let stem = name.prefix { $0.isLetter }
        let rest = name.dropFirst(stem.count).drop { " _-".contains($0) }
        let isNumbered = !rest.isEmpty && rest.allSatisfy { $0.isNumber || $0 == "_" || $0 == "-" }
        return isNumbered && cameraStems.contains(String(stem))
    }

    /// Removes what mail programs write for a picture in the plain version of a text:
    /// `[cid:image001.png@01DA1234]` (Outlook) and `[image: image.png]` (Gmail). Kept is `[image: Disk usage]`.
    ///
    /// - Returns: nil if there is none
    static func removed(from text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let bracket = UInt8(ascii: "[")
        var kept: [UInt8] = []
        var start = text.startIndex
        var index = start
        while let open = text.firstIndex(of: bracket, from: index) {
            index = open + 1
            let content = text[index...].prefix(longest + prefixes[1].utf8.count)
            guard
                let prefix = prefixes.first(where: {
                    content.prefix($0.utf8.count).equalsIgnoringCase($0.utf8)
                }),
                let end = content.firstIndex(where: {
                    $0 == UInt8(ascii: "]") || $0 == bracket || $0 == lineFeed
                }),
                text[end] == UInt8(ascii: "]"),
                prefix == prefixes[0] || isFileName(text[(index + prefix.utf8.count)..<end].trimmed())
            else { continue }
            kept += text[start..<open]
            start = end + 1
            index = start
        }
        return start > text.startIndex ? (kept + text[start...])[...] : nil
    }

    private static let prefixes = ["cid:", "image:"]
    /// Bytes of a name.
    private static let longest = 100
    private static let suffixes: Set<String> = [
        "png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "svg", "webp", "avif", "tif", "tiff", "heic",
        "ico", "emf", "emz", "wmf", "wmz",
    ]
    private static let cameraStems: Set<String> = [
        "img", "image", "dsc", "dscn", "dscf", "pxl", "pic", "picture", "photo", "bild", "foto", "mvimg",
    ]
}
