/// The words of a list in main.cf or master.cf: apart by white space, and by commas if `commas`. What stands in braces
/// is part of a word, with all that is in it.
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
