/// The local part of the envelope recipient is not a phone number.
package struct InvalidPhoneNumber: Error, Equatable {}

/// A phone number as SMSGate takes it: digits, with a `+` in front.
///
/// Only a number whose validation was skipped may lack the `+` or begin with 0.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    /// E.164: at most 15 digits. Below 7 digits there is no subscriber number with a country code.
    private static let digits = 7...15
    /// What SMSGate takes when it doesn't check the number: 128 characters.
    private static let uncheckedDigits = 1...128

    /// The number as it is sent, e.g. `+12025550123`.
    package let description: String

    /// Reads a number from the unquoted local part of the envelope recipient.
    ///
    /// `+` or `00`, then 7 to 15 ASCII digits of which the first is not 0. Hyphens, dots, parentheses and
    /// spaces between digits are dropped.
    ///
    /// - Parameter skipValidation: takes 1 to 128 digits, for short codes and numbers that are not E.164. A `+`
    ///   is kept if it is there and none is added.
    package init(localPart: String, skipValidation: Bool = false) throws(InvalidPhoneNumber) {
        var number = Substring(localPart).utf8
        let hasPlus = number.first == UInt8(ascii: "+")
        if hasPlus { number = number.dropFirst() }
        var digits = try Self.digits(of: number)
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
    private static func digits(of number: Substring.UTF8View) throws(InvalidPhoneNumber) -> String {
        var digits: [UInt8] = []
        var endsInDigit = false
        for byte in number {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard digits.count < uncheckedDigits.upperBound else { throw InvalidPhoneNumber() }
                digits.append(byte)
                endsInDigit = true
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: " "):
                guard !digits.isEmpty else { throw InvalidPhoneNumber() }
                endsInDigit = false
            default:
                throw InvalidPhoneNumber()
            }
        }
        guard endsInDigit else { throw InvalidPhoneNumber() }
        return String(decoding: digits, as: UTF8.self)
    }
}
