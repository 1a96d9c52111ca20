/// The server's check of phone numbers, as far as a stand-in needs it: numbers are read as dialled in Russia, and
/// only mobile numbers pass.
enum PhoneNumberRule {
    /// Where mobile numbers can be told by how they begin: country code and first digits of the number.
    private static let mobilePrefixes: [(country: String, prefixes: [String])] = [
        ("7", ["9"]),
        ("33", ["6", "7"]),
        ("44", ["7"]),
        ("49", ["15", "16", "17"]),
    ]

    /// What is wrong with `number`, nil if nothing is.
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

    /// Digits with the country code in front; nil for what is no number in Russia.
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
