/// Recipients that a client might send: numbers in many forms, near misses, and garbage. The same ones each
/// time.
struct RecipientGenerator {
    private var random = SplitMix64(state: 14)

    /// `count` different recipients, without line ends.
    static func recipients(_ count: Int) -> [String] {
        var generator = RecipientGenerator()
        var recipients: [String] = []
        var seen: Set<[UInt8]> = []
        while recipients.count < count {
            let recipient = generator.recipient()
            if seen.insert(Array(recipient.utf8)).inserted { recipients.append(recipient) }
        }
        return recipients
    }

    private mutating func recipient() -> String {
        var recipient = local() + domain()
        if chance(6) { recipient = mutated(recipient) }
        switch Int.random(in: 0..<40, using: &random) {
        case 0: return "@a.example,@b.example:" + recipient
        case 1: return "@a.example:" + recipient
        case 2: return recipient.replacing("@", with: "%")
        case 3: return recipient + "@"
        case 4: return "a.example!" + recipient
        // smtpd(8) accepts it without a domain, and without any restriction.
        default: return recipient.lowercased().hasPrefix("postmaster") ? "1" + recipient : recipient
        }
    }

    private mutating func local() -> String {
        var number = number()
        if chance(3) { number = mutated(number) }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return number
        case 1: return number.replacing(" ", with: "")
        case 2: return "\"" + number.map { chance(3) ? "\\\($0)" : "\($0)" }.joined() + "\""
        case 3: return number.map { chance(3) ? "\\\($0)" : "\($0)" }.joined()
        case 4:
            return pick([
                "\"\(number)", "\(number)\"", "\"\"\(number)\"", "\"\(number)\\\"", "\(number)\\\"",
                "<\(number)",
            ])
        case 5: return "\"\(number)@x\""
        case 6: return pick(["", "\"\"", "\" \"", "\"@\"", "@", "bob", "\"bob\"", "\"\(number)\"@x"])
        default: return "\"\(number)\""
        }
    }

    private mutating func number() -> String {
        let plus = pick(["+", "+", "00", "00", "", "0", "++", "+ ", " +", "0 0", "(", "000"])
        let code = pick(["49", "44", "1", "7", "39", "353", "421", "12", "491", "999", "0", ""])
        let trunk = pick([
            "", "", "(0)", " (0) ", "( 0 )", "(0", "0)", "(0)(0)", "((0))", "()", "(00)", "0", "(0170)",
        ])
        let length = pick([0, 1, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 124, 125, 126, 127, 128, 129])
        let plain = chance(8) || length > 16
        var rest = ""
        for _ in 0..<length {
            if !plain, chance(5) {
                rest += pick(["-", ".", " ", "(", ")", " - ", ") ", "(1)", " (2) ", "()"])
            }
            rest += String(Int.random(in: 0...9, using: &random))
        }
        if chance(2) {
            return pick([
                "+12025550123", "+49 (0)170 1234567", "0049(0)1701234567", "+1 (202) 555-0123", "110",
                "353 (0) 87-123.4567",
            ])
        }
        return pick(["", "", "", " ", "-", "\u{A0}"]) + plus + code + trunk + rest
            + pick(["", "", "", " ", ".", ")"])
    }

    private mutating func domain() -> String {
        let ours = "@smtp.sms-gate.app"
        if !chance(4) { return ours }
        return pick([
            "@SMTP.Sms-Gate.App", "@smtp.sms-gate.app.", "@smtp.sms-gate.app..", "@xsmtp.sms-gate.app",
            "@x.smtp.sms-gate.app", "@smtpxsms-gate.app", "@smtp.sms-gate.app.x", "@smtp.sms-gate.ap", "@",
            "",
            "@@smtp.sms-gate.app", "@x@smtp.sms-gate.app", "@smtp.sms-gate.app@x", "@[127.0.0.1]",
            "@[192.0.2.1]",
            "@smtp.sms-gate.app ", "@ smtp.sms-gate.app", "@smtp .sms-gate.app", "@smtp.sms-gate.app(x)",
            "@.",
            "@\"smtp.sms-gate.app\"", "@<smtp.sms-gate.app>", "@example.com",
            "@smtp\u{2E}sms-gate\u{2024}app",
            "@\u{17F}mtp.sms-gate.app", "@smtp.sms-gate.app\\", "\\@smtp.sms-gate.app",
            "@smtp.sms-gate.app\u{A0}",
            "%smtp.sms-gate.app", "%smtp.sms-gate.app@[127.0.0.1]",
        ])
    }

    /// Replaces one to three characters.
    private mutating func mutated(_ text: String) -> String {
        let characters = [
            "0", "1", "9", "+", "-", ".", "(", ")", " ", "(0)", "\"", "\\", "@", "%", "!", ",", ";", ":", "<",
            ">", "[",
            "]", "x", "\t", "\u{7F}", "\u{A0}", "ü", "\u{661}", "１", "\u{301}", "😀", "#", "=", "/", "$", "^",
        ]
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let start = Int.random(in: 0...scalars.count, using: &random)
            let end = min(scalars.count, start + Int.random(in: 0...1, using: &random))
            scalars.replaceSubrange(
                start..<end, with: chance(4) ? [] : Array(pick(characters).unicodeScalars))
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// True with a probability of 1 / `count`.
    private mutating func chance(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &random) == 0
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}

/// Steele, Lea and Flood's generator, which repeats for the same state.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
