/// The actual transfer encoding of a text whose label is missing or wrong.
enum EncodingGuess {
    static func encoding(of body: ArraySlice<UInt8>, labelled label: TransferEncoding) -> TransferEncoding {
        switch label {
        case .identity:
            if isBase64(body) { return .base64 }
            return isQuotedPrintable(body.prefix(sample)) ? .quotedPrintable : .identity
        case .quotedPrintable:
            if isBase64(body) { return .base64 }
            // Most mails with the label are what it says, which their first signs show.
            return QuotedPrintableSigns(body.prefix(sample), while: \.mayBeAbsent).areAbsent
                ? .identity : label
        case .base64:
            return Base64.isText(body) && isQuotedPrintable(body.prefix(sample)) ? .quotedPrintable : label
        case .uuencode: return label
        }
    }

    /// The number of bytes examined.
    private static let sample = 1 << 16

    /// Whether a text without the label is quoted-printable, which has no other bytes than ASCII's.
    private static func isQuotedPrintable(_ text: ArraySlice<UInt8>) -> Bool {
        QuotedPrintableSigns(text).areClear && UTF8Check(text).isASCII
    }

    /// Shorter texts may be words, such as `test` or a password.
    private static let shortestBase64 = 20
    /// The line length of all encoders, except for the last line.
    private static let base64Line = 56...76

    /// Whether a body without the label, or a decoded one, is base64: only its characters, in lines of equal length or a
    /// single line, and it decodes to text with white space.
    static func isBase64(_ body: ArraySlice<UInt8>) -> Bool {
        let whole = body.prefix(sample).trimmed()
        let isData = { (byte: UInt8) in Base64.isCharacter(byte) || byte == equalsSign }
        let firstLine = whole.prefix { $0 != lineFeed && $0 != carriageReturn }
        guard whole.count >= shortestBase64, firstLine.allSatisfy(isData) else { return false }
        let head = Base64.withoutFooter(whole).trimmed()
        let lines = head.split(whereSeparator: { $0 == lineFeed || $0 == carriageReturn })
        // A single word may be anything; lines of equal length before a text are data with a footer.
        guard let first = lines.first, lines.count > 1 || head.count == whole.count else { return false }
        // The sample may end inside of a line.
        for line in lines.dropLast() where line.count != first.count { return false }
        guard
            lines.count == 1 || (base64Line.contains(first.count) && (lines.last?.count ?? 0) <= first.count),
            lines.allSatisfy({ $0.allSatisfy(isData) }),
            lines.count > 1 || first.count % 4 == 0
        else { return false }
        let decoded = Base64.decode(head.prefix(Limit.sniffedBytes), limit: Limit.sniffedBytes)[...]
        return Base64.isCleanText(decoded)
            && decoded.trimmed().contains { $0.isWhiteSpaceOrLineEnd || $0 >= 0x80 }
    }
}

/// Evidence for and against quoted-printable (RFC 2045, 6.7) in a text.
private struct QuotedPrintableSigns {
    /// Escapes, and soft line breaks of full lines.
    private var valid = 0
    /// Other equals signs.
    private var invalid = 0
    /// Escapes with lower-case digits, which few encoders write.
    private var lowercase = 0
    private var escapedEqualsSigns = 0
    /// Signs that hardly occur in other texts.
    private var strong = 0
    /// Words in `ée`, which may be values too: one alone proves nothing.
    private var likely = 0
    /// Spaces at a line end that may also be values, as in `size=20`.
    private var weak = 0
    /// Escapes for control characters.
    private var controls = 0
    /// Escapes for single bytes that may be accidental, as in `id=FF`.
    private var odd = 0
    /// The line length of encoders, except for the last line of a paragraph.
    private static let fullLine = 60...78
    /// White space between the equals sign of a soft line break and the line end.
    private static let longestPadding = 8

    /// - Parameter isOpen: whether to look on
    init(_ text: ArraySlice<UInt8>, while isOpen: (Self) -> Bool = { _ in true }) {
        var place = text.firstIndex(of: equalsSign, from: text.startIndex)
        while let index = place, isOpen(self) {
            read(text, at: index)
            place = text.firstIndex(of: equalsSign, from: index + 1)
        }
    }

    private mutating func read(_ text: ArraySlice<UInt8>, at index: Int) {
        let rest = text[(index + 1)...]
        let end = rest.prefix(Self.longestPadding).drop(while: \.isWhiteSpace)
        if end.first.map({ $0 == lineFeed || $0 == carriageReturn }) ?? (end.endIndex == text.endIndex) {
            let line = text[..<index].suffix(Self.fullLine.upperBound + 1).reversed().prefix {
                $0 != lineFeed
            }
            if Self.fullLine.contains(line.count), !rest.isEmpty {
                valid += 1
                // Base64, such as a key, ends in an equals sign, too.
                if line.prefix(while: Base64.isCharacter).count < Self.longestWord { strong += 1 }
            }
            return
        }
        guard let value = Self.escape(rest) else {
            let digits = rest.prefix(2)
            if digits.count == 2, digits.allSatisfy({ $0.hexadecimalValue != nil }) {
                lowercase += 1
            } else {
                invalid += 1
            }
            return
        }
        valid += 1
        let before = text[..<index]
        let after = rest.dropFirst(2)
        switch value {
        case equalsSign:
            if after.first == 0x22 || after.first == 0x27 { strong += 1 }
            // Not `mode=3D and`.
            if before.last?.isWhiteSpace == true || after.first.map({ !Self.endsValue($0) }) ?? false {
                escapedEqualsSigns += 1
            }
        case space where after.first.map({ $0 == lineFeed || $0 == carriageReturn }) ?? true:
            if Self.mayEndLine(before) { strong += 1 } else { weak += 1 }
        case carriageReturn: if after.starts(with: "=0A".utf8) { strong += 1 }
        // Line ends, and the shifts of ISO 2022.
        case 0x07...0x0F, 0x1B: break
        case 0..<space, 0x7F: controls += 1
        case 0xC0...0xFF:
            if after.first == equalsSign, let second = Self.escape(after.dropFirst()), second & 0xC0 == 0x80 {
                strong += 1
            } else if Self.isSmallLetter(value, after: before), Self.isInsideWord(before, after) {
                if !Self.mayBeValue(rest, after: before) {
                    strong += 1
                } else if rest.starts(with: "E9e".utf8) {
                    likely += 1
                }
            } else {
                odd += 1
            }
        default: break
        }
    }

    /// Whether a text without the label is quoted-printable.
    var areClear: Bool {
        (strong > 0 || likely > 1 || escapedEqualsSigns > 1) && 4 * (invalid + lowercase) <= valid
            && odd + controls <= strong
    }

    /// Whether a text with the label is not quoted-printable, so that decoding would destroy it.
    var areAbsent: Bool { mayBeAbsent && (controls > 0 || invalid > valid + lowercase) }

    /// Whether none was found so far that is enough for a text with the label.
    var mayBeAbsent: Bool { strong + weak == 0 && escapedEqualsSigns == 0 }

    private static func endsValue(_ byte: UInt8) -> Bool {
        byte.isWhiteSpaceOrLineEnd || ".,;:!?)&".utf8.contains(byte)
    }

    /// Whether a space may follow: after punctuation, as in `Hello,=20`, or on a line without text, as in
    /// `-- =20`. After a letter, a digit or an operator, the equals sign may be one: `size=20`, `>=20`.
    private static func mayEndLine(_ before: ArraySlice<UInt8>) -> Bool {
        guard let last = before.last, last != lineFeed, last != carriageReturn else { return true }
        if last.isWhiteSpace {
            return before.trimmedAtEnd().last.map { !$0.isASCIILetterOrDigit } ?? true
        }
        return ".,;?".utf8.contains(last)
    }

    /// Whether a letter above ASCII is inside of a word: `M=FCller`, `Gr=F6=DFe`. A token in the query part of
    /// an address goes on with digits or capital letters: `v=D8hqr4xG`.
    private static func isInsideWord(_ before: ArraySlice<UInt8>, _ after: ArraySlice<UInt8>) -> Bool {
        guard before.last?.isASCIILetter == true || endsInLetter(before) else { return false }
        var rest = after.prefix(longestWord)
        while let first = rest.first {
            if isLowercase(first) {
                rest.removeFirst()
            } else if first == equalsSign, let value = escape(rest.dropFirst()), value >= 0xC0 {
                rest.removeFirst(3)
            } else {
                break
            }
        }
        guard rest.startIndex > after.startIndex else { return false }
        return rest.first.map { !$0.isASCIILetterOrDigit && $0 != 0x5F && $0 != hyphen } ?? true
    }

    /// Whether a letter may follow those before it in ISO-8859-1: a capital letter does not follow an ASCII letter, nor
    /// does ÿ, as in `encoder=FFmpeg` and `bus=DBus`.
    private static func isSmallLetter(_ value: UInt8, after before: ArraySlice<UInt8>) -> Bool {
        before.last?.isASCIILetter != true || (value >= 0xDF && value != 0xF7 && value != 0xFF)
            || endsInLetter(before)
    }

    /// Whether the escape and what follows may be a hexadecimal value: `gate=E4b` and `suite=E2etests`, but not `sp=E4t` and
    /// `M=E4dchen`. Of the letters whose second digit is a letter, only þ begins words: `host=FEnix`.
    private static func mayBeValue(_ rest: ArraySlice<UInt8>, after before: ArraySlice<UInt8>) -> Bool {
        if endsInLetter(before) { return false }
        if rest.prefix(2).elementsEqual("FE".utf8) { return true }
        guard rest.dropFirst().first?.isASCIIDigit == true else { return false }
        let after = rest.dropFirst(2)
        let isWord =
            after.prefix(2).count(where: isLowercase) == 2
            && before.suffix(longestBeginning + 1).reversed().prefix { $0.isASCIILetter }.count
                <= longestBeginning
        return after.first?.hexadecimalValue != nil && !isWord
    }

    /// Letters. The name before a value is longer.
    private static let longestBeginning = 3

    /// Whether an escape for a letter above ASCII is at the end.
    private static func endsInLetter(_ before: ArraySlice<UInt8>) -> Bool {
        let end = before.suffix(3)
        return end.first == equalsSign && (escape(end.dropFirst()) ?? 0) >= 0xC0
    }

    private static let longestWord = 40

    private static func escape(_ rest: ArraySlice<UInt8>) -> UInt8? {
        guard let first = rest.first, let second = rest.dropFirst().first, !isLowercase(first),
            !isLowercase(second),
            let high = first.hexadecimalValue, let low = second.hexadecimalValue
        else { return nil }
        return high << 4 | low
    }

    private static func isLowercase(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
