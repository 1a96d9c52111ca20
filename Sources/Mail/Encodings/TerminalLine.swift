/// A line with a carriage return that goes back to its start, or a backspace.
struct TerminalLine {
    private(set) var bytes: [UInt8] = []
    /// Whether text was overwritten.
    private(set) var isRewritten = false

    private static let backspace: UInt8 = 0x08

    /// - Parameters:
    ///   - line: without line end
    ///   - isTerminal: the text has control sequences, so a carriage return is certainly meant for a terminal
    ///   - hasLineFeeds: if not, the carriage returns may be the line ends
    init(_ line: ArraySlice<UInt8>, isTerminal: Bool, hasLineFeeds: Bool) {
        isRewritten = line.contains(Self.backspace)
        let states = line.split(separator: carriageReturn).map { Self.overtyped($0) }
        // Once a line is rewritten, all of it is, whatever its last state is.
        var isDisplay = isTerminal && hasLineFeeds
        let isReplaced = zip(states, states.dropFirst()).map { state, next in
            let isProgress = isDisplay || Self.isProgress(from: state, to: next, needsSign: !hasLineFeeds)
            if hasLineFeeds { isDisplay = isProgress }
            return isProgress
        }
        guard isReplaced.contains(true) else {
            bytes = line.contains(Self.backspace) ? Self.overtyped(line) : Array(line)
            return
        }
        isRewritten = true
        for (index, state) in states.enumerated() {
            if isReplaced.indices.contains(index), isReplaced[index] { continue }
            bytes += state
            if index + 1 < states.count { bytes.append(carriageReturn) }
        }
    }

    /// Whether two texts are states of one display: equal except for numbers and bars, or the later one
    /// padded to cover the earlier one. Lines that ended in carriage returns differ in more.
    ///
    /// - Parameter needsSign: both must contain a percentage, a fraction or a bar
    private static func isProgress(from state: [UInt8], to next: [UInt8], needsSign: Bool) -> Bool {
        if isPadded(next, over: state) || isContinued(next, after: state), !needsSign { return true }
        if needsSign, !(hasSign(state) && hasSign(next)) { return false }
        let (form, nextForm) = (form(state), form(next))
        if form == nextForm { return true }
        // `Reading 90%` and `Reading done`: equal up to the number.
        let label = state.prefix { !$0.isASCIIDigit }
        return hasSign(state) && label.count(where: { $0 > space }) >= 3 && next.starts(with: label)
    }

    private static func isPadded(_ next: [UInt8], over state: [UInt8]) -> Bool {
        next.last == space && next.count >= state.count
    }

    /// `Reading lists...` and `Reading lists... 5%`: the later state contains the earlier one.
    private static func isContinued(_ next: [UInt8], after state: [UInt8]) -> Bool {
        hasSign(next) && !state[...].trimmed().isEmpty && next.starts(with: state[...].trimmedAtEnd())
    }

    /// The part that is the same in all states.
    private static func form(_ state: [UInt8]) -> [UInt8] {
        var form: [UInt8] = []
        var index = state.startIndex
        while index < state.endIndex {
            let byte = state[index]
            if byte.isASCIILetter {
                let word = state[index...].prefix(while: \.isASCIILetter)
                // The unit grows with the number.
                let before = state[..<index].trimmedAtEnd().last
                if before?.isASCIIDigit != true || !isByteUnit(word) { form += word }
                index = word.endIndex
            } else {
                if !byte.isASCIIDigit, !barCharacters.contains(byte), byte < 0x80 { form.append(byte) }
                index += 1
            }
        }
        return form
    }

    /// `B`, `kB`, `MiB`, `G`
    private static func isByteUnit(_ word: ArraySlice<UInt8>) -> Bool {
        var rest = word
        let hasPrefix = rest.first.map { "kKMGT".utf8.contains($0) } == true
        if hasPrefix { rest.removeFirst() }
        if hasPrefix, rest.first == UInt8(ascii: "i") { rest.removeFirst() }
        return rest.elementsEqual("B".utf8) || hasPrefix && rest.isEmpty
    }

    private static let barCharacters = Set("#=->.,:*|/\\[]()?< \t".utf8)

    private static func hasSign(_ state: [UInt8]) -> Bool {
        if state.contains(UInt8(ascii: "%")) { return true }
        for index in state.indices.dropFirst().dropLast() where state[index] == UInt8(ascii: "/") {
            if state[index - 1].isASCIIDigit, state[index + 1].isASCIIDigit { return true }
        }
        return state.starts(with: "[".utf8) && state.contains { "#=".utf8.contains($0) }
    }

    // MARK: Backspaces

    /// A line in which each backspace goes back a column and the following text overwrites it. An underline
    /// never hides a letter.
    private static func overtyped(_ line: ArraySlice<UInt8>) -> [UInt8] {
        guard line.contains(backspace) else { return Array(line) }
        var columns: [Unicode.Scalar] = []
        var column = 0
        // A carriage return stays if lines end in one.
        for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
            if scalar.value == UInt32(backspace) {
                column = max(column - 1, 0)
            } else if scalar == "\r" {
                columns.append(scalar)
                column = columns.count
            } else if column < columns.count {
                if scalar != "_" || columns[column] == " " { columns[column] = scalar }
                column += 1
            } else {
                columns.append(scalar)
                column += 1
            }
        }
        return Array(String(String.UnicodeScalarView(columns)).utf8)
    }
}
