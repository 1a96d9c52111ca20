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
        let mayBeDisplay = hasLineFeeds || isTerminal || states.last.map(Self.isComplete) == true
        // Once a line is rewritten, all of it is, whatever its last state is.
        var isDisplay = isTerminal && hasLineFeeds
        let isReplaced = zip(states, states.dropFirst()).map { state, next in
            let isProgress =
                isDisplay
                || mayBeDisplay && Self.isProgress(from: state, to: next, hasLineFeeds: hasLineFeeds)
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

    /// Whether two texts are states of one display: with a percentage, a fraction, a rate, times or a bar, and equal except for
    /// these and numbers, or the later one padded to cover the earlier one. Lines that ended in carriage returns differ in
    /// more, or count something: `Sensor 1 OK`, `Tank 2: 45 %`.
    ///
    /// - Parameter hasLineFeeds: if so, white space at its end may be there to cover the earlier text, and a turning bar or
    ///   any number may be all that changes; if not, the states may be lines
    private static func isProgress(from state: [UInt8], to next: [UInt8], hasLineFeeds: Bool) -> Bool {
        if hasLineFeeds {
            if isPadded(next, over: state) || isContinued(next, after: state) { return true }
            if withoutBar(state) == withoutBar(next), !withoutBar(next).isEmpty { return true }
        }
        guard hasSign(state), numberedLabel(state) == numberedLabel(next),
            hasLineFeeds || state == next || isCounting(from: state, to: next)
        else { return false }
        // `Reading 90%` and `Reading done`: equal up to the number.
        let label = state.prefix { !$0.isASCIIDigit }
        if label.count(where: { $0 > space }) >= 3, next.starts(with: label) { return true }
        // The last state may say more: `100% 11.35MB/s 0:00:00 (xfr#1, to-chk=0/2)`.
        let (form, nextForm) = (form(state), form(next))
        return hasSign(next) && (nextForm.starts(with: form) || form.starts(with: nextForm))
    }

    private static func withoutBar(_ state: [UInt8]) -> [UInt8] {
        state.filter { !barCharacters.contains($0) }
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

    /// `Tank 2` of `Tank 2: 45 %` and `Zone 1` of `Zone 1 open since 3/10`, but nothing of `File 3 of 10`.
    private static func numberedLabel(_ state: [UInt8]) -> ArraySlice<UInt8>? {
        let words = state.prefix { $0.isASCIILetter || $0.isWhiteSpace || $0 >= 0x80 }
        let number = state[words.endIndex...].prefix(while: \.isASCIIDigit)
        let rest = state[number.endIndex...]
        guard words.contains(where: { !$0.isWhiteSpace }), !number.isEmpty, !rest.starts(with: " of ".utf8),
            rest.first == UInt8(ascii: ":")
                || rest.first == space && rest.dropFirst().first?.isASCIILetter == true
        else { return nil }
        return state[..<number.endIndex]
    }

    /// Whether it shows a bar, or bytes with their total or a rate: `[=>  ]`, `1.2MB/12MB`, `9.0 MiB/s`.
    private static func isOfTransfer(_ state: [UInt8]) -> Bool {
        let bar = state.drop { $0 != UInt8(ascii: "[") }.dropFirst().prefix { $0 != UInt8(ascii: "]") }
        if bar.contains(where: { "#=>".utf8.contains($0) }), bar.allSatisfy({ "#=>-. ".utf8.contains($0) }) {
            return true
        }
        return state.indices.contains { slash in
            guard state[slash] == UInt8(ascii: "/") else { return false }
            let amount = state[..<slash].trimmedAtEnd()
            let unit = amount.suffix(3).drop { !$0.isASCIILetter }
            guard isByteUnit(unit), amount.dropLast(unit.count).trimmedAtEnd().last?.isASCIIDigit == true
            else { return false }
            let after = state[(slash + 1)...].drop { $0 == space }
            return after.first?.isASCIIDigit == true
                || after.first == UInt8(ascii: "s") && after.dropFirst().first?.isASCIILetter != true
        }
    }

    /// Whether the first number that changes is a percentage, or the beginning of a fraction or count, or in a transfer no part
    /// of a name. Another one names what a line is about: `10:00 25%`, `Gate 2 100%`, `sda2 80GB/100GB`.
    private static func isCounting(from state: [UInt8], to next: [UInt8]) -> Bool {
        let isOfNumber = { (byte: UInt8) in byte.isASCIIDigit || ".,:".utf8.contains(byte) }
        let same = zip(state, next).prefix { $0 == $1 }.count
        let start = state[..<same].reversed().prefix(while: isOfNumber).count
        let number = state[(same - start)...].drop { !$0.isASCIIDigit }
        let rest = number.drop(while: isOfNumber).drop(while: \.isWhiteSpace)
        if rest.first.map("%/".utf8.contains) == true || rest.starts(with: "of ".utf8) { return true }
        let isInName =
            state[..<number.startIndex].trimmedAtEnd().last?.isASCIILetter == true
            && !isByteUnit(rest.prefix(while: \.isASCIILetter))
        return isOfTransfer(state) && !isInName
    }

    /// Whether a display has come to its end: `100%`, `8/8`, `8 of 8`. Readings, one in each line, seldom have.
    private static func isComplete(_ state: [UInt8]) -> Bool {
        let words = state.split { $0.isWhiteSpace }.map { Array($0) }
        return state.holds("100%".utf8) || state.holds("100 %".utf8)
            || words.contains { word in
                let parts = word.split(separator: UInt8(ascii: "/")).map { $0.filter(\.isASCIILetterOrDigit) }
                return parts.count == 2 && parts[0] == parts[1] && parts[0].first?.isASCIIDigit == true
            }
            || zip(words, words.dropFirst(2)).contains { $0 == $1 && $0.allSatisfy(\.isASCIIDigit) }
                && isCount(state)
    }

    private static func hasSign(_ state: [UInt8]) -> Bool {
        if state.contains(UInt8(ascii: "%")) || state.holds("--:--".utf8) || isCount(state) { return true }
        for index in state.indices.dropFirst().dropLast() where state[index] == UInt8(ascii: "/") {
            let (before, after) = (state[index - 1], state[index + 1])
            // A fraction: `3/10`, `8.5M/8.7M`, `1MB/9MB`; a rate: `11.35MB/s`.
            if before.isASCIIDigit || "kKMGTB".utf8.contains(before), after.isASCIIDigit { return true }
            let isRate =
                after == UInt8(ascii: "s")
                && !state[(index + 2)...].prefix(1).contains(where: \.isASCIILetter)
            if before.isASCIILetter, isRate { return true }
        }
        if state.starts(with: "[".utf8), state.contains(where: { "#=".utf8.contains($0) }) { return true }
        // Time spent and time left: `0:00:05  0:00:05`.
        return state.split(separator: space).count { $0.count(where: { $0 == UInt8(ascii: ":") }) == 2 } > 1
    }

    /// `3 of 10`
    private static func isCount(_ state: [UInt8]) -> Bool {
        guard let place = state.place(of: " of ".utf8) else { return false }
        return place > 0 && state[place - 1].isASCIIDigit
            && state[place...].dropFirst(4).first?.isASCIIDigit == true
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
