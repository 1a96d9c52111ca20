/// The date-time of a header field (RFC 5322 section 3.3, with the obsolete forms of section 4.3): seconds since
/// 1970-01-01 00:00 UTC.
enum DateTime {
    /// nil if the field is not a date, for example for a day that the month does not have. The day name is
    /// ignored.
    static func seconds(_ field: ArraySlice<UInt8>) -> Int? {
        var words = words(of: field)[...]
        if let first = words.first, Int(first) == nil { words = words.dropFirst() }
        guard words.count >= 4 else { return nil }
        let date = Array(words.prefix(4))
        guard let day = number(date[0], digits: 1...2), let month = month(date[1]),
            let year = year(date[2]), (1...days(in: month, year)).contains(day), let time = time(date[3])
        else { return nil }
        let zone = words.dropFirst(4).first.map(offset) ?? 0
        return daysSince1970(year, month, day) * 86_400 + time - zone
    }

    /// The field's words, without comments and the comma.
    private static func words(of field: ArraySlice<UInt8>) -> [String] {
        var reader = StructuredField(field)
        var words: [String] = []
        while true {
            reader.skipComments()
            if reader.isAtEnd { return words }
            let word = reader.word(until: [UInt8(ascii: ",")])
            if word.isEmpty { reader.skipOne() } else { words.append(String(decoding: word, as: UTF8.self)) }
        }
    }

    private static func number(_ word: some StringProtocol, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(word.utf8.count), word.utf8.allSatisfy(\.isASCIIDigit) else {
            return nil
        }
        return Int(word)
    }

    private static func month(_ word: String) -> Int? {
        months.firstIndex(of: word.lowercased()).map { $0 + 1 }
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Two digits mean 1950 to 2049, three count from 1900 (RFC 5322, section 4.3).
    private static func year(_ word: String) -> Int? {
        guard let year = number(word, digits: 2...4) else { return nil }
        return switch word.utf8.count {
        case 2: year < 50 ? 2000 + year : 1900 + year
        case 3: 1900 + year
        default: year
        }
    }

    /// `hh:mm` or `hh:mm:ss` in seconds; the 60th second of a leap second is allowed.
    private static func time(_ word: String) -> Int? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false).map {
            number($0, digits: 2...2)
        }
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1], hour < 24,
            minute < 60
        else { return nil }
        if parts.count == 2 { return hour * 3600 + minute * 60 }
        guard let second = parts[2], second <= 60 else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// Seconds east of Greenwich; an unknown zone means UTC (RFC 5322, section 4.3).
    private static func offset(_ zone: String) -> Int {
        if let digits = number(zone.dropFirst(), digits: 4...4) {
            let seconds = digits / 100 * 3600 + digits % 100 * 60
            if zone.hasPrefix("+") { return seconds }
            if zone.hasPrefix("-") { return -seconds }
        }
        let hours =
            switch zone.uppercased() {
            case "EDT": -4
            case "EST", "CDT": -5
            case "CST", "MDT": -6
            case "MST", "PDT": -7
            case "PST": -8
            default: 0
            }
        return hours * 3600
    }

    private static func days(in month: Int, _ year: Int) -> Int {
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days in the Gregorian calendar, counted in years that start in March, so that a leap day comes last.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
    }
}
