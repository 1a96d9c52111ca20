/// A character (or a character and its combining mark) and its replacement.
package struct Replacement: Equatable, Sendable {
    package let character: String
    /// Empty if the character was dropped.
    package let replacement: String
    /// The number of occurrences.
    package internal(set) var count: Int
}

/// A text with characters outside of GSM 03.38 replaced. Characters in GSM 03.38 stay.
///
/// Joiners and variation selectors are always removed: a script or emoji that needs them is not in GSM 03.38
/// either, and then the result is not used.
struct Transliterated {
    private(set) var text = ""
    private(set) var replacements: [Replacement] = []
    private var positions: [String: Int] = [:]

    /// - Parameter letters: whether to replace letters and symbols, too, not only punctuation and spaces.
    init(_ source: String, letters: Bool) {
        // The last character of the source that was neither a combining mark nor invisible.
        var base: Unicode.Scalar?
        for scalar in source.unicodeScalars {
            if GSM0338.septets(of: scalar) != nil {
                text.unicodeScalars.append(scalar)
                base = scalar
            } else if let previous = base, let composed = compose(previous, scalar), endsIn(previous) {
                text.unicodeScalars.removeLast()
                note(String(Character(previous)) + String(Character(scalar)), becomes: String(composed))
                text.unicodeScalars.append(composed)
                base = composed
            } else if let replacement = typographicReplacement(of: scalar) {
                append(replacement, for: scalar)
                if !replacement.isEmpty { base = replacement.unicodeScalars.last }
            } else if letters, isCombiningMark(scalar), let previous = base, isLatinOrGreek(previous) {
                append("", for: scalar)
            } else if letters,
                let replacement = letterReplacement(of: scalar) ?? symbolReplacement(of: scalar)
            {
                let isAmbiguous = isVulgarFraction(scalar) && endsInDigit
                append(isAmbiguous ? " " + replacement : replacement, for: scalar)
                base = scalar
            } else {
                text.unicodeScalars.append(scalar)
                base = scalar
            }
        }
    }

    private var endsInDigit: Bool {
        guard let last = text.unicodeScalars.last else { return false }
        return ("0"..."9").contains(last)
    }

    private func endsIn(_ scalar: Unicode.Scalar) -> Bool {
        text.unicodeScalars.last == scalar
    }

    private mutating func append(_ replacement: String, for scalar: Unicode.Scalar) {
        text += replacement
        note(String(Character(scalar)), becomes: replacement)
    }

    private mutating func note(_ character: String, becomes replacement: String) {
        if let position = positions[character], replacements.indices.contains(position) {
            replacements[position].count += 1
        } else {
            positions[character] = replacements.count
            replacements.append(Replacement(character: character, replacement: replacement, count: 1))
        }
    }
}
