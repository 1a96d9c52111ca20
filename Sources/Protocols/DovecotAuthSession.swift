/// The server's side of the Dovecot authentication protocol, version 1, as smtpd(8) speaks it with
/// `smtpd_sasl_type = dovecot`: bytes in, bytes out, no I/O.
///
/// PLAIN (RFC 4616) is the only mechanism. A session lasts as long as the smtpd process and holds any number of
/// authentications.
package struct DovecotAuthSession {
    /// What the password check says of a user and password.
    package enum Verdict: Sendable {
        case accepted
        /// No such user or not this password: the client must not learn which.
        case rejected
        /// Cannot be said now. The connection is closed, which smtpd turns into 454: a FAIL would be a 535.
        case unavailable
    }

    package enum State: Equatable, Sendable {
        case open
        /// The connection is to be closed; what comes in is no longer looked at.
        case closed
    }

    /// Bytes of a line. smtpd sends at most 12,288 bytes of a client's answer and a few hundred of its own.
    static let lineLimit = 16_384
    /// Requests that wait for the client's answer at a time. smtpd has one.
    static let pendingLimit = 16

    package private(set) var state = State.open
    private var line: [UInt8] = []
    private var sawVersion = false
    private var pending: Set<[UInt8]> = []

    package init() {}

    /// What the server says first.
    ///
    /// - Parameters:
    ///   - processID: a number for this server process
    ///   - connectionID: a number for this connection
    ///   - cookie: 16 random bytes; the protocol asks for one, smtpd does not use it
    package static func greeting(processID: Int32, connectionID: Int, cookie: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        let hex = cookie.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return Array(
            """
            VERSION\t1\t1
            MECH\tPLAIN\tplaintext
            SPID\t\(processID)
            CUID\t\(connectionID)
            COOKIE\t\(String(decoding: hex, as: UTF8.self))
            DONE

            """.utf8)
    }

    /// Takes what has arrived, in pieces of any size.
    ///
    /// - Parameters:
    ///   - bytes: the piece
    ///   - verify: checks a user and password
    /// - Returns: bytes to send. `state` tells whether to close afterwards.
    package mutating func receive(
        _ bytes: [UInt8], verify: (_ user: String, _ password: [UInt8]) -> Verdict
    ) -> [UInt8] {
        var reply: [UInt8] = []
        for byte in bytes where state == .open {
            if byte == UInt8(ascii: "\n") {
                reply += handle(line, verify)
                line.removeAll(keepingCapacity: true)
            } else if line.count < Self.lineLimit {
                line.append(byte)
            } else {
                state = .closed
            }
        }
        return reply
    }

    /// - Parameter line: a command without its line end, e.g. `AUTH<TAB>1<TAB>PLAIN<TAB>service=smtp`
    private mutating func handle(_ line: [UInt8], _ verify: (String, [UInt8]) -> Verdict) -> [UInt8] {
        let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        let command = String(decoding: fields[0], as: UTF8.self)
        guard sawVersion else {
            // A client of another major version would not understand us.
            sawVersion = command == "VERSION" && fields.count > 1 && fields[1].elementsEqual("1".utf8)
            if !sawVersion { state = .closed }
            return []
        }
        switch command {
        case "AUTH": return authenticate(fields.dropFirst(), verify)
        case "CONT": return resume(fields.dropFirst(), verify)
        case "CANCEL":
            if fields.count > 1 { pending.remove(Array(fields[1])) }
            return []
        default:
            // CPID, and what later minor versions may add.
            return []
        }
    }

    /// `AUTH<TAB>id<TAB>mechanism[<TAB>parameter]...`. The parameter `resp=`, always the last, carries the client's
    /// initial response.
    private mutating func authenticate(
        _ fields: ArraySlice<ArraySlice<UInt8>>, _ verify: (String, [UInt8]) -> Verdict
    ) -> [UInt8] {
        let arguments = Array(fields)
        guard arguments.count >= 2, Self.isID(arguments[0]) else {
            state = .closed
            return []
        }
        let id = Array(arguments[0])
        guard String(decoding: arguments[1], as: UTF8.self).uppercased() == "PLAIN" else {
            return Self.fail(id, user: nil)
        }
        let key = Array("resp=".utf8)
        if let response = arguments.dropFirst(2).first(where: { $0.starts(with: key) }) {
            return conclude(id, response.dropFirst(key.count), verify)
        }
        guard pending.count < Self.pendingLimit else {
            state = .closed
            return []
        }
        pending.insert(id)
        return Self.line("CONT", id, "")
    }

    /// `CONT<TAB>id<TAB>response`: the answer to our CONT.
    private mutating func resume(
        _ fields: ArraySlice<ArraySlice<UInt8>>, _ verify: (String, [UInt8]) -> Verdict
    ) -> [UInt8] {
        let arguments = Array(fields)
        guard arguments.count == 2, pending.remove(Array(arguments[0])) != nil else {
            state = .closed
            return []
        }
        return conclude(Array(arguments[0]), arguments[1], verify)
    }

    private mutating func conclude(
        _ id: [UInt8], _ response: ArraySlice<UInt8>, _ verify: (String, [UInt8]) -> Verdict
    ) -> [UInt8] {
        guard let message = PlainMessage(base64: response) else { return Self.fail(id, user: nil) }
        switch verify(message.user, message.password) {
        case .accepted: return Self.line("OK", id, "user=" + message.user)
        case .rejected: return Self.fail(id, user: message.user)
        case .unavailable:
            state = .closed
            return []
        }
    }

    /// The reason is the reply table's text; smtpd puts it behind its own 535.
    private static func fail(_ id: [UInt8], user: String?) -> [UInt8] {
        let name = user.map { "user=\($0)\t" } ?? ""
        return line("FAIL", id, name + "reason=Authentication failed")
    }

    private static func line(_ reply: String, _ id: [UInt8], _ parameters: String) -> [UInt8] {
        Array("\(reply)\t".utf8) + id + Array("\t\(parameters)\n".utf8)
    }

    /// A request id is a 32-bit number in decimal digits; it is sent back as it came.
    private static func isID(_ field: ArraySlice<UInt8>) -> Bool {
        UInt32(String(decoding: field, as: UTF8.self)) != nil
    }
}
