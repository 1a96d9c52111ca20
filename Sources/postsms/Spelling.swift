/// The name that `word` is probably a misspelling of: at most two typing errors away, and closer than half its length.
func closest(to word: String, in names: [String]) -> String? {
    // Longer words resemble no name of ours, and the time grows with the square of the length.
    guard word.utf8.count <= 32 else { return nil }
    let distances = names.map {
        (name: $0, distance: typingErrors(from: Array(word.utf8), to: Array($0.utf8)))
    }
    guard let nearest = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return nearest.distance <= 2 && nearest.distance * 2 < nearest.name.utf8.count ? nearest.name : nil
}

/// The number of letters to add, drop, change or swap with the next one: the optimal string alignment distance.
private func typingErrors(from word: [UInt8], to name: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...name.count)
    for (row, letter) in word.enumerated() {
        var current = [row + 1]
        for (column, wanted) in name.enumerated() {
            var errors = min(last[column + 1], current[column]) + 1
            errors = min(errors, last[column] + (letter == wanted ? 0 : 1))
            if row > 0, column > 0, letter == name[column - 1], word[row - 1] == wanted {
                errors = min(errors, beforeLast[column - 1] + 1)
            }
            current.append(errors)
        }
        beforeLast = last
        last = current
    }
    return last[name.count]
}
