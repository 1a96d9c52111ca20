import SMS
import Testing

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        ("+12025550123", "+12025550123"),
        ("12025550123", "+12025550123"),
        ("0012025550123", "+12025550123"),
        ("001 202 555 0123", "+12025550123"),
        ("00 1-202-555-0123", "+12025550123"),
        ("0-012025550123", "+12025550123"),
        ("1(202)555-0123", "+12025550123"),
        ("+1 (202) 555.01-23", "+12025550123"),
        ("1234567", "+1234567"),
        ("+123456789012345", "+123456789012345"),
        ("00123456789012345", "+123456789012345"),
    ])
    func isRead(localPart: String, number: String) throws {
        #expect(try PhoneNumber(localPart: localPart).description == number)
    }

    @Test(arguments: [
        "", "+", "00", "123456", "1234567890123456", "+1234567890123456", "001234567890123456", "02025550123",
        "+02025550123", "+0012025550123", "00012025550123", "++12025550123", "1+2025550123",
        "12025550123+", "+ 12025550123", " 12025550123", "12025550123 ", "-12025550123", "12025550123-",
        "(202)5550123", "+(1)2025550123", "1202555012x", "alice", "1,2025550123", "1\t2025550123",
        "1\u{A0}2025550123", "１２０２５５５０１２３", "١٢٠٢٥٥٥٠١٢٣", "+1202555\u{0}0123", "1202\u{301}5550123",
    ])
    func isRefused(localPart: String) {
        #expect(throws: InvalidPhoneNumber.self) { try PhoneNumber(localPart: localPart) }
    }

    @Test(arguments: [
        ("0", "0"), ("110", "110"), ("+110", "+110"), ("0170-1234567", "01701234567"),
        ("00491701234567", "00491701234567"),
        ("+0", "+0"), ("1 (2) 3", "123"),
        (String(repeating: "9", count: 128), String(repeating: "9", count: 128)),
        ("+" + String(repeating: "9", count: 128), "+" + String(repeating: "9", count: 128)),
    ])
    func isReadWithoutValidation(localPart: String, number: String) throws {
        #expect(try PhoneNumber(localPart: localPart, skipValidation: true).description == number)
    }

    @Test(arguments: ["", "+", "a", "-1", "1-", "1+", "++1", "٣", String(repeating: "9", count: 129)])
    func isRefusedEvenWithoutValidation(localPart: String) {
        #expect(throws: InvalidPhoneNumber.self) {
            try PhoneNumber(localPart: localPart, skipValidation: true)
        }
    }

    @Test func writtenInTwoWaysIsTheSameNumber() throws {
        #expect(try PhoneNumber(localPart: "001-202-555-0123") == PhoneNumber(localPart: "+12025550123"))
    }
}
