/// Syllables spelled in letters. KS X 1001, annex 3 writes syllables that it lacks as a Hangul filler, the
/// initial, the vowel, and the final or another filler; Python's euc_kr does the same.
enum HangulLetters {
    private static let filler: Unicode.Scalar = "\u{3164}"
    /// The letters from U+3131 on that are initials, and those that are finals, in the order of the
    /// syllables.
    private static let initials = Array("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ".unicodeScalars)
    private static let finals = [filler] + Array("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ".unicodeScalars)
    private static let vowels = Array("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ".unicodeScalars)

    /// Composes the letters of each syllable.
    static func composed(_ utf8: [UInt8]) -> [UInt8] {
        guard utf8.contains(0xE3) else { return utf8 }
        let scalars = Array(String(decoding: utf8, as: UTF8.self).unicodeScalars)
        guard scalars.contains(filler) else { return utf8 }
        var text = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if let syllable = syllable(scalars[index...].prefix(4)) {
                text.append(syllable)
                index += 4
            } else {
                text.append(scalars[index])
                index += 1
            }
        }
        return Array(String(text).utf8)
    }

    /// The syllable of a filler and three letters.
    private static func syllable(_ scalars: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
        let start = scalars.startIndex
        guard scalars.count == 4, scalars[start] == filler,
            let initial = initials.firstIndex(of: scalars[start + 1]),
            let vowel = vowels.firstIndex(of: scalars[start + 2]),
            let final = finals.firstIndex(of: scalars[start + 3])
        else { return nil }
        // Unicode, 3.12: syllables are in this order from U+AC00 on.
        let offset = (initial * vowels.count + vowel) * finals.count + final
        return Unicode.Scalar(0xAC00 + UInt32(offset))
    }
}
