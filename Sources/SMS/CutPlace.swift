/// Where to cut a text that is too long: before an address, a number or a word, not inside of it.
///
/// A cut number is a different number, and a cut address leads nowhere. A text that would then be empty, such
/// as one long address, is cut at the limit.
struct CutPlace {
    /// Characters of a number, such as a date and time or a phone number with its spaces; longer ones are
    /// data.
    private static let longestNumber = 40
    /// Characters of a word; longer ones are data.
    private static let longestWord = 40
    /// Characters of an address. Browsers and mail programs hardly accept longer ones.
    private static let longestAddress = 2_048

    private let text: String
    private let scalars: String.UnicodeScalarView
    /// How much of the text fits: a position between two graphemes.
    private let limit: String.Index

    /// The last position at or before `limit` where the text may be cut.
    static func before(_ limit: String.Index, in text: String) -> String.Index {
        CutPlace(text: text, scalars: text.unicodeScalars, limit: limit).place
    }

    private var place: String.Index {
        guard limit > scalars.startIndex, limit < scalars.endIndex else { return limit }
        guard let start = startOfAddress ?? startOfNumber ?? startOfWord ?? startOfDigits else {
            return limit
        }
        var place = start
        // A text must not end in an opening bracket or quote.
        while place > scalars.startIndex {
            let previous = scalars.index(before: place)
            guard scalars[previous].properties.isWhitespace || isOpening(scalars[previous]) else { break }
            place = previous
        }
        while place > scalars.startIndex, String.Index(place, within: text) == nil {
            place = scalars.index(before: place)
        }
        return place > scalars.startIndex ? place : limit
    }

    private func isOpening(_ scalar: Unicode.Scalar) -> Bool {
        "([{<\"'“„«‘".unicodeScalars.contains(scalar)
    }

    // MARK: Runs

    /// The matching characters around the limit or another place, without trailing punctuation; nil if it is not
    /// inside, or they are more than `longest`.
    private func run(around place: String.Index? = nil, longest: Int, of belongs: (String.Index) -> Bool)
        -> Substring.UnicodeScalarView?
    {
        let place = place ?? limit
        var start = place
        var end = place
        var length = 0
        while start > scalars.startIndex, belongs(scalars.index(before: start)), length <= longest {
            start = scalars.index(before: start)
            length += 1
        }
        while end < scalars.endIndex, belongs(end), length <= longest {
            end = scalars.index(after: end)
            length += 1
        }
        guard length <= longest else { return nil }
        var run = scalars[start..<end]
        while let last = run.last,
            last.properties.isWhitespace || ".,:;!?'’)/-．，：；。、！？）".unicodeScalars.contains(last)
        {
            run.removeLast()
        }
        while let first = run.first, first.properties.isWhitespace { run.removeFirst() }
        return run.startIndex < place && place < run.endIndex ? run : nil
    }

    // MARK: Addresses

    private var startOfAddress: String.Index? { address(around: limit)?.lowerBound }

    /// The address with this place inside of it.
    private func address(around place: String.Index) -> Range<String.Index>? {
        guard
            let run = run(
                around: place, longest: Self.longestAddress, of: { isAddressCharacter(scalars[$0]) })
        else { return nil }
        if let scheme = schemeStart(in: run) { return scheme < place ? scheme..<run.endIndex : nil }
        return isHostOrMailAddress(run) ? run.startIndex..<run.endIndex : nil
    }

    /// Not white space, quotes or characters of East Asia, which may follow an address without a space.
    private func isAddressCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x2E80 && scalar.value > 0x20 && !scalar.properties.isWhitespace
            && !"<>\"`{}".unicodeScalars.contains(scalar)
    }

    /// The position of the last `scheme://`.
    private func schemeStart(in run: Substring.UnicodeScalarView) -> String.Index? {
        var following: [Unicode.Scalar] = []
        for index in run.indices.reversed() {
            if run[index] == ":", following == ["/", "/"] {
                let scheme = run[..<index].reversed().prefix { $0.isASCII && $0.properties.isAlphabetic }
                return run.index(index, offsetBy: -scheme.count)
            }
            following = [run[index]] + following.prefix(1)
        }
        return nil
    }

    /// `www.example.org`, `example.org/path`, `jo@example.org`. `end.Next` is two sentences.
    private func isHostOrMailAddress(_ run: Substring.UnicodeScalarView) -> Bool {
        if let at = run.firstIndex(of: "@") { return at > run.startIndex && run[at...].contains(".") }
        let host = run.prefix { $0 != "/" && $0 != ":" && $0 != "?" }
        let top = host.reversed().prefix { $0 != "." }
        return host.contains(".") && host.first != "." && top.count >= 2
            && top.allSatisfy { ("a"..."z").contains($0) }
    }

    // MARK: Numbers

    /// Digits, their separators and joined letters as in `A-4711`; groups with single spaces between, as in a
    /// phone number, and the unit of an amount or a time.
    private var startOfNumber: String.Index? {
        // A long row may consist of short numbers with dashes between.
        startOfNumber { isNumberCharacter($0) || Self.dashes.contains($0) }
            ?? startOfNumber(isNumberCharacter)
    }

    private func startOfNumber(_ belongs: (Unicode.Scalar) -> Bool) -> String.Index? {
        let run = run(longest: Self.longestNumber) { belongs(scalars[$0]) || isGap($0) }
        guard let run, run.contains(where: isDigit) else { return nil }
        // The digits at the end of an address are no part of a number behind it.
        guard let address = address(around: scalars.index(after: run.startIndex)) else {
            return run.startIndex
        }
        let behind = scalars[address.upperBound...].firstIndex { !$0.properties.isWhitespace }
        return behind.map { min($0, limit) }
    }

    /// The digits alone, such as a code in a long row of words that other characters join.
    private var startOfDigits: String.Index? {
        run(longest: Self.longestNumber) { isDigit(scalars[$0]) }?.startIndex
    }

    private func isNumberCharacter(_ scalar: Unicode.Scalar) -> Bool {
        isDigit(scalar) || scalar.value < 0x2E80 && scalar.properties.isAlphabetic
            || isCurrencySign(scalar) || Self.separators.contains(scalar) || Self.unitsOfDate.contains(scalar)
    }

    /// With the minus and the wide forms of East Asia.
    private static let separators = Set(".,:;/+-_#%°*'’()−／：．，－＋（）".unicodeScalars)
    /// Between two numbers.
    private static let dashes = Set("‐‑–—".unicodeScalars)
    /// `2026年3月12日`, `3월 12일`
    private static let unitsOfDate = Set("年月日時时點点分秒년월일시분초".unicodeScalars)

    private func isCurrencySign(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .currencySymbol
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType == .decimal }

    /// Whether this is a space inside a number: `+1 (202) 555-0123`, `1 234,56 EUR`, `10:00 AM`, `€ 5`,
    /// `030 / 123 45`, `5. 1. 2026`.
    private func isGap(_ index: String.Index) -> Bool {
        guard isSpace(scalars[index]), index > scalars.startIndex else { return false }
        if isDigit(behind: Self.jointsAfterNumber, scalars[..<index].reversed()),
            isDigit(behind: Self.joints, scalars[scalars.index(after: index)...])
        {
            return true
        }
        let before = scalars[scalars.index(before: index)]
        let after = scalars[scalars.index(after: index)...].prefix(4)
        guard let first = after.first else { return false }
        if isCurrencySign(before) { return isDigit(first) }
        // A currency before its amount.
        if isDigit(first),
            isCurrency(scalars[..<index].reversed().prefix(4).prefix { $0.properties.isAlphabetic })
        {
            return true
        }
        if before == ")", isDigit(first) { return true }
        guard isDigit(before) || before == ")" else { return false }
        if isCurrencySign(first) || "(%°".unicodeScalars.contains(first) { return true }
        let unit = after.prefix { $0.properties.isAlphabetic }
        return isCurrency(unit)
            || ["AM", "PM", "am", "pm"].contains(String(String.UnicodeScalarView(unit)))
    }

    /// Whether a digit is behind at most a few spaces and characters between two numbers.
    private func isDigit(behind joints: Set<Unicode.Scalar>, _ rest: some Sequence<Unicode.Scalar>) -> Bool {
        let longestJoint = 3
        let end = rest.prefix(longestJoint + 1).first { !isSpace($0) && !joints.contains($0) }
        return end.map { isDigit($0) } ?? false
    }

    private func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || isUnicodeSpace(scalar) }

    private static let joints = dashes.union("/-".unicodeScalars)
    private static let jointsAfterNumber = joints.union(unitsOfDate).union(".".unicodeScalars)

    /// ISO 4217
    private func isCurrency(_ letters: some Collection<Unicode.Scalar>) -> Bool {
        letters.count == 3 && letters.allSatisfy { ("A"..."Z").contains($0) }
    }

    // MARK: Words

    private var startOfWord: String.Index? {
        // East Asian scripts write no spaces between words.
        run(longest: Self.longestWord) { scalars[$0].value < 0x2E80 && !scalars[$0].properties.isWhitespace }?
            .startIndex
    }
}
