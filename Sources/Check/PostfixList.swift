/// The words of a list in main.cf or master.cf, separated by white space and, if `commas`, by commas. Text in
/// braces is part of one word.
func words(of text: String, commas: Bool = true) -> [String] {
    var words: [String] = []
    var word = ""
    var depth = 0
    for character in text {
        if depth == 0, character.isWhitespace || (commas && character == ",") {
            if !word.isEmpty { words.append(word) }
            word = ""
            continue
        }
        if character == "{" { depth += 1 }
        if character == "}" { depth = max(0, depth - 1) }
        word.append(character)
    }
    if !word.isEmpty { words.append(word) }
    return words
}

/// The lines of a table or list in a file, but for those that begin with `#`.
func linesWithoutRemarks(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.map(String.init)
}
