/// The local part of the envelope recipient is not a phone number.
package struct InvalidPhoneNumber: Error, Equatable {}

/// A phone number in SMSGate's format: digits, with a leading `+`.
///
/// Only a number whose validation was skipped may lack the `+` or begin with 0. The recipient map of Postfix,
/// `postfix/postsms_recipients`, reads numbers by the same rules.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    /// E.164: at most 15 digits. Fewer than 7 digits leave no subscriber number after a country code.
    private static let digits = 7...15
    /// SMSGate's limit for unchecked numbers: 128 characters.
    private static let uncheckedDigits = 1...128

    /// The number as sent, e.g. `+12025550123`.
    package let description: String

    /// Reads a number from the unquoted local part of the envelope recipient.
    ///
    /// `+` or `00`, then 7 to 15 ASCII digits, the first of which is not 0. Hyphens, dots, spaces and pairs
    /// of parentheses between digits are removed, as are spaces around the number and a trunk prefix: `+49
    /// (0)170 1234567` is +491701234567.
    ///
    /// - Parameter skipValidation: accepts 1 to 128 digits, for short codes and numbers that are not E.164. A
    ///   `+` is kept, but not added.
    package init(localPart: String, skipValidation: Bool = false) throws(InvalidPhoneNumber) {
        var number = Array(localPart.utf8)[...]
        number = number.trimming { $0 == UInt8(ascii: " ") }
        let hasPlus = number.first == UInt8(ascii: "+")
        if hasPlus { number = number.dropFirst() }
        var digits = try Self.digits(of: Self.withoutTrunkPrefix(number, hasPlus: hasPlus))
        if skipValidation {
            guard Self.uncheckedDigits.contains(digits.utf8.count) else { throw InvalidPhoneNumber() }
            description = hasPlus ? "+" + digits : digits
        } else {
            if !hasPlus, digits.hasPrefix("00") { digits.removeFirst(2) }
            guard Self.digits.contains(digits.utf8.count), !digits.hasPrefix("0") else {
                throw InvalidPhoneNumber()
            }
            description = "+" + digits
        }
    }

    /// The digits alone. Anything but a separator between two digits is an error.
    ///
    /// So is an unmatched parenthesis, and a leading zero in a pair that is not a trunk prefix, or has more
    /// digits of the number after it. Keeping or dropping that zero could give someone else's number.
    private static func digits(of number: ArraySlice<UInt8>) throws(InvalidPhoneNumber) -> String {
        var digits: [UInt8] = []
        var isInParentheses = false
        var isFirstInParentheses = false
        for byte in number {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard digits.count < uncheckedDigits.upperBound + 2,
                    !(isFirstInParentheses && byte == UInt8(ascii: "0"))
                else { throw InvalidPhoneNumber() }
                digits.append(byte)
                isFirstInParentheses = false
            case _ where digits.isEmpty:
                throw InvalidPhoneNumber()
            case UInt8(ascii: "(") where !isInParentheses:
                isInParentheses = true
                isFirstInParentheses = true
            case UInt8(ascii: ")") where isInParentheses && !isFirstInParentheses:
                isInParentheses = false
            case _ where isSeparator(byte):
                break
            default:
                throw InvalidPhoneNumber()
            }
        }
        guard let last = number.last, isDigit(last), !isInParentheses else { throw InvalidPhoneNumber() }
        return String(decoding: digits, as: UTF8.self)
    }

    /// `number` without a zero in parentheses directly after its country code.
    ///
    /// - Parameter hasPlus: whether a `+` precedes the number; if not, it may start with `00`
    private static func withoutTrunkPrefix(_ number: ArraySlice<UInt8>, hasPlus: Bool) -> ArraySlice<UInt8> {
        guard let open = number.firstIndex(of: UInt8(ascii: "(")) else { return number }
        var code = number[..<open]
        if !hasPlus, code.first == UInt8(ascii: "0") {
            code = code.dropFirst().drop(while: isSeparator)
            guard code.popFirst() == UInt8(ascii: "0") else { return number }
        }
        code = code.trimming(isSeparator)
        var rest = number[open...].dropFirst().drop(while: isSeparator)
        guard rest.popFirst() == UInt8(ascii: "0") else { return number }
        rest = rest.drop(while: isSeparator)
        guard rest.popFirst() == UInt8(ascii: ")"), !rest.isEmpty, hasTrunkPrefix(countryCode: code)
        else { return number }
        return number[..<open] + rest
    }

    /// Whether a zero in parentheses after `code` is a trunk prefix (ITU-T E.164, Annex D lists assigned
    /// country codes). In Italy, 39, it is not: the zero of a fixed line is part of the number, and (0)331
    /// 1234567 without it is a mobile number.
    private static func hasTrunkPrefix(countryCode code: ArraySlice<UInt8>) -> Bool {
        guard code.count <= 3, code.first != UInt8(ascii: "0"), code.allSatisfy(isDigit),
            let code = Int(String(decoding: code, as: UTF8.self))
        else { return false }
        switch code {
        case 1, 7, 20, 27, 30...34, 36, 40, 41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98,
            210...269, 290...299, 350...359, 370...389, 420...429, 500...509, 590...599, 670...699, 800...809,
            850...859, 870...889, 960...979, 990...999:
            return true
        default:
            return false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ")
    }
}

extension ArraySlice<UInt8> {
    fileprivate func trimming(_ isDropped: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let rest = drop(while: isDropped)
        return rest[..<(rest.lastIndex { !isDropped($0) }.map { $0 + 1 } ?? rest.startIndex)]
    }
}
