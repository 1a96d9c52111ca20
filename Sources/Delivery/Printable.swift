/// Characters of one printed line. pipe(8) keeps 4,096 bytes of output, and longer lines are unreadable.
package let lineLimit = 1000

/// `text` for one printed line: line ends and other control characters become spaces, so that input cannot
/// forge a second line or control a terminal.
///
/// - Parameter limit: characters that are kept
package func printable(_ text: String, limit: Int = lineLimit) -> String {
    let line = text.unicodeScalars.prefix(limit)
    if !text.unicodeScalars.contains(where: isUnprintable) { return String(line) }
    return String(String.UnicodeScalarView(line.map { isUnprintable($0) ? " " : $0 }))
}

private func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": true
    // Invisible ones, and those that turn the direction: a line could look like another.
    case "\u{200B}"..."\u{200F}", "\u{202A}"..."\u{202E}", "\u{2060}"..."\u{206F}", "\u{FEFF}": true
    default: false
    }
}
