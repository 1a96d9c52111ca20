import Protocols

/// A value that its parameter does not accept. Says which values it accepts.
package struct BadValue: Error {
    package let expected: String
    /// Whether the value may hold a password, so that no error text may quote it.
    var mayHoldSecret = false
}

/// The kinds of values in postsms.cf: parsers of the text after `name =`.
enum ParameterValue {
    static func text(_ value: String) throws(BadValue) -> String {
        if value.isEmpty { throw BadValue(expected: "a value") }
        return value
    }

    static func optionalText(_ value: String) throws(BadValue) -> String? {
        value.isEmpty ? nil : value
    }

    /// A path that does not depend on the working folder.
    static func absolutePath(_ value: String) throws(BadValue) -> String {
        guard value.hasPrefix("/"), !value.hasSuffix("/") else {
            throw BadValue(expected: "an absolute path")
        }
        return value
    }

    /// Items separated by commas or white space, as in main.cf.
    static func list(_ value: String) throws(BadValue) -> [String] {
        let items = value.split { $0 == "," || $0.isWhitespace }.map(String.init)
        if items.isEmpty { throw BadValue(expected: "at least one item") }
        return items
    }

    static func boolean(_ value: String) throws(BadValue) -> Bool {
        switch value {
        case "yes": true
        case "no": false
        default: throw BadValue(expected: "yes or no")
        }
    }

    static func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ value: String
    ) throws(BadValue) -> Value {
        guard let choice = Value(rawValue: value) else {
            throw BadValue(expected: Value.allCases.map(\.rawValue).joined(separator: " or "))
        }
        return choice
    }

    static func integer(_ range: ClosedRange<Int>) -> @Sendable (String) throws(BadValue) -> Int {
        { value throws(BadValue) in
            guard let number = Int(value), range.contains(number) else {
                throw BadValue(expected: "a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }

    /// A time as in main.cf, in seconds: digits and a unit, `s` (the default), `m`, `h`, `d` or `w`.
    static func time(_ range: ClosedRange<Int>) -> @Sendable (String) throws(BadValue) -> Int {
        { value throws(BadValue) in
            let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
            let unit = value.last.flatMap { units[$0] }
            let digits = unit == nil ? value[...] : value.dropLast()
            if digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) {
                let (seconds, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
                if !overflow, range.contains(seconds) { return seconds }
            }
            throw BadValue(
                expected:
                    "a time from \(range.lowerBound)s to \(range.upperBound)s, in s, m, h, d or w")
        }
    }

    /// A parser for a parameter that may be empty, which means unset.
    static func optional<Value>(
        _ parse: @escaping @Sendable (String) throws(BadValue) -> Value
    ) -> @Sendable (String) throws(BadValue) -> Value? {
        { value throws(BadValue) in value.isEmpty ? nil : try parse(value) }
    }

    /// Mail domains, in lower case.
    static func domains(_ value: String) throws(BadValue) -> [String] {
        // A dot at the end, as DNS has it, is none in a mail address.
        try list(value).map { ($0.hasSuffix(".") ? $0.dropLast() : $0[...]).lowercased() }
    }

    /// SASL mechanisms, in upper or lower case.
    static func mechanisms(_ value: String) throws(BadValue) -> [SASLMechanism] {
        let names = SASLMechanism.allCases.map(\.rawValue).joined(separator: ", ")
        var mechanisms: [SASLMechanism] = []
        for name in try list(value) {
            guard let mechanism = SASLMechanism(rawValue: name.uppercased()) else {
                throw BadValue(expected: "one or more of \(names)")
            }
            if !mechanisms.contains(mechanism) { mechanisms.append(mechanism) }
        }
        return mechanisms
    }

    /// SMSGate's id of a device.
    static func deviceID(_ value: String) throws(BadValue) -> String? {
        if value.count > deviceIDLimit { throw BadValue(expected: "at most \(deviceIDLimit) characters") }
        return try optionalText(value)
    }

    /// The API's limit.
    private static let deviceIDLimit = 21

    static func textFormat(_ value: String) throws(BadValue) -> TextFormat {
        guard let format = TextFormat(value) else {
            throw BadValue(expected: "a text in which % is followed by s, f, b, _ or %")
        }
        return format
    }

    /// A mark in a text. It must be short because it is compared at each place of a text.
    static func marker(_ value: String) throws(BadValue) -> String {
        if value.utf8.count > markerLimit { throw BadValue(expected: "at most \(markerLimit) bytes") }
        return value
    }

    private static let markerLimit = 64

    /// A time that SMSGate takes in hours: rounded up, so that a short one does not become 0.
    static func hours(_ value: String) throws(BadValue) -> Int {
        (try time(1...31_536_000)(value) + 3599) / 3600
    }

    /// SMSGate's base URL, without a slash at its end.
    static func baseURL(_ value: String) throws(BadValue) -> String {
        guard BaseURL(value) != nil else {
            throw BadValue(
                expected: "an http or https URL without user, query and fragment", mayHoldSecret: true)
        }
        return value.hasSuffix("/") ? String(value.dropLast()) : value
    }
}
