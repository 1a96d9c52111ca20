/// The server's check of phone numbers, as far as a stand-in needs it: numbers are read as dialled in Russia,
/// and only mobile numbers are valid.
enum PhoneNumberRule {
    /// Countries where the first digits show a mobile number: country code and those digits.
    private static let mobilePrefixes: [(country: String, prefixes: [String])] = [
        ("7", ["9"]),
        ("33", ["6", "7"]),
        ("44", ["7"]),
        ("49", ["15", "16", "17"]),
    ]

    /// The server's error for `number`, nil if it is valid.
    static func problem(with number: String) -> String? {
        guard let digits = international(number), (7...15).contains(digits.count), digits.first != "0" else {
            return "failed to parse phone number: the phone number supplied is not a number"
        }
        for (country, prefixes) in mobilePrefixes where digits.hasPrefix(country) {
            let subscriber = digits.dropFirst(country.count)
            if !prefixes.contains(where: { subscriber.hasPrefix($0) }) { return "not mobile phone number" }
        }
        return nil
    }

    /// Digits starting with the country code; nil if `number` is not a number in Russia.
    private static func international(_ number: String) -> String? {
        let digits = number.hasPrefix("+") ? number.dropFirst() : number[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        if number.hasPrefix("+") { return String(digits) }
        switch (digits.count, digits.first) {
        case (10, "9"): return "7" + digits
        case (11, "7"), (11, "8"): return "7" + digits.dropFirst()
        default: return nil
        }
    }
}
