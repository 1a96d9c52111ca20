/// The first entry of a calendar (RFC 5545): summary, time and place.
struct Appointment {
    /// Summary, start and place, each on a line of its own.
    let text: String

    /// nil if there is no entry with one of these.
    init?(parsing utf8: ArraySlice<UInt8>) {
        var values: [String: Property] = [:]
        var isInEntry = false
        var nesting = 0
        var method = ""
        for line in Self.lines(LineEnds.normalized(utf8)) {
            guard let property = Property(line) else { continue }
            switch (property.name, property.value.uppercased()) {
            case ("METHOD", let value) where !isInEntry: method = value
            case ("BEGIN", "VEVENT"), ("BEGIN", "VTODO"): isInEntry = true
            case ("BEGIN", _) where isInEntry: nesting += 1
            case ("END", _) where isInEntry && nesting > 0: nesting -= 1
            case ("END", _) where isInEntry: isInEntry = false
            default:
                guard isInEntry, nesting == 0, values[property.name] == nil else { continue }
                values[property.name] = property
            }
            // Further entries are exceptions of the first.
            if !isInEntry, !values.isEmpty { break }
        }
        var state: String?
        if method == "CANCEL" || values["STATUS"]?.value.uppercased() == "CANCELLED" { state = "CANCELLED" }
        if method == "REPLY" { state = values["ATTENDEE"]?.participation }
        let summary = Self.text(values["SUMMARY"]?.value) ?? Self.text(values["DESCRIPTION"]?.value)
        let start = (values["DTSTART"] ?? values["DUE"]).flatMap { Self.time($0.value, zone: $0.zone) }
        let lines = [
            Self.title(summary, state), start,
            Self.text(values["LOCATION"]?.value),
        ]
        guard
            values.keys.contains(where: {
                ["SUMMARY", "DESCRIPTION", "DTSTART", "DUE", "LOCATION"].contains($0)
            })
        else { return nil }
        text = lines.compactMap { $0 }.joined(separator: "\n")
    }

    /// The summary with what happened to the appointment, which Outlook writes into the summary itself.
    private static func title(_ summary: String?, _ state: String?) -> String? {
        guard let state else { return summary }
        let summary = summary ?? ""
        return summary.lowercased().hasPrefix(state.lowercased()) ? summary : state + ": " + summary
    }

    /// Section 3.1: a line that starts with white space continues the one before, and so does any line below a soft line
    /// break of quoted-printable.
    private static func lines(_ text: ArraySlice<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var isQuotedPrintable = false
        for line in text.split(
            separator: lineFeed, maxSplits: Limit.calendarLines, omittingEmptySubsequences: false
        ).prefix(Limit.calendarLines) {
            if let last = lines.indices.last, isQuotedPrintable, lines[last].last == equalsSign,
                !beginsProperty(line)
            {
                lines[last].removeLast()
                lines[last] += line
            } else if let first = line.first, first.isWhiteSpace, let last = lines.indices.last {
                lines[last] += line.dropFirst()
            } else if !line.isEmpty {
                isQuotedPrintable = Self.isQuotedPrintable(line.prefix { $0 != UInt8(ascii: ":") })
                lines.append(Array(line))
            }
        }
        return lines
    }

    /// Whether a line is a property, also below a value that ends in `=` by itself. In a text, a space follows the colon.
    private static func beginsProperty(_ line: ArraySlice<UInt8>) -> Bool {
        let name = line.prefix { $0 != UInt8(ascii: ":") && $0 != semicolon }
        return line.dropFirst(name.count + 1).first.map(\.isWhiteSpace) != true
            && name.count < line.count
            && properties.contains { name.elementsEqual($0.utf8) }
    }

    private static let properties = [
        "SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "DUE", "LOCATION", "STATUS", "BEGIN", "END",
        // What programs write between these.
        "ATTENDEE", "CATEGORIES", "CLASS", "CREATED", "DTSTAMP", "DURATION", "LAST-MODIFIED", "ORGANIZER",
        "PRIORITY", "RRULE", "SEQUENCE", "TRANSP", "UID",
    ]

    /// vCalendar 1.0, section 2.1.5; scripts for bookings also write it in iCalendar.
    ///
    /// - Parameter head: name and parameters of a property; `ENCODING=` may be missing
    private static func isQuotedPrintable(_ head: ArraySlice<UInt8>) -> Bool {
        String(decoding: head, as: UTF8.self).uppercased().utf8.holds("QUOTED-PRINTABLE".utf8)
    }

    /// `NAME;PARAMETER=value;...:value`
    private struct Property {
        let name: String
        private let parameters: [ArraySlice<UInt8>]
        private(set) var value: String

        /// Sections 3.2.19 and 3.2.12: the time zone, and what an attendee answered.
        var zone: String? { parameter("tzid=") }
        var participation: String? { parameter("partstat=")?.uppercased() }

        init?(_ line: [UInt8]) {
            var isQuoted = false
            var colon: Int?
            for index in line.indices {
                if line[index] == 0x22 { isQuoted.toggle() }
                if line[index] == 0x3A, !isQuoted {
                    colon = index
                    break
                }
            }
            guard let colon else { return nil }
            let parts = line[..<colon].split(separator: semicolon)
            guard let first = parts.first else { return nil }
            name = String(decoding: first, as: UTF8.self).uppercased()
            parameters = Array(parts.dropFirst())
            value = String(decoding: line[(colon + 1)...], as: UTF8.self)
            if isQuotedPrintable(line[..<colon]) {
                let bytes = QuotedPrintable.decode(line[(colon + 1)...], limit: line.count)[...]
                value = Charset.decode(bytes, label: parameter("charset=")).text
            }
        }

        private func parameter(_ name: String) -> String? {
            parameters.first { $0.prefix(name.utf8.count).equalsIgnoringCase(name.utf8) }
                .map { String(decoding: $0.dropFirst(name.utf8.count).filter { $0 != 0x22 }, as: UTF8.self) }
        }
    }

    /// Section 3.3.11: `\n`, `\,`, `\;` and `\\`.
    private static func text(_ value: String?) -> String? {
        guard let value else { return nil }
        var text = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in value.unicodeScalars {
            if isEscaped {
                text.append(scalar == "n" || scalar == "N" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                text.append(scalar)
            }
        }
        let result = String(text)
        return TextContent.isBlank(result) ? nil : result
    }

    /// Section 3.3.5: `20260105T100000`, with a `Z` for UTC, or a date alone. Anything else is returned
    /// unchanged.
    private static func time(_ value: String, zone: String?) -> String? {
        let digits = Array(value.utf8)
        let isTime = digits.count >= 13 && digits[8] == UInt8(ascii: "T")
        let isNumeric = digits.indices.allSatisfy { $0 == 8 || $0 > 14 || digits[$0].isASCIIDigit }
        guard isNumeric, digits.count == 8 || isTime else { return text(value) }
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        let date = part(0..<4) + "-" + part(4..<6) + "-" + part(6..<8)
        guard isTime else { return date }
        let clock = date + " " + part(9..<11) + ":" + part(11..<13)
        if digits.last == UInt8(ascii: "Z") { return clock + " UTC" }
        return zone.map { clock + " " + $0 } ?? clock
    }
}
