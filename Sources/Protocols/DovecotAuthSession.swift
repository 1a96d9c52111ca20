import Nettle

/// The server's side of the Dovecot authentication protocol, version 1, as smtpd(8) speaks it with
/// `smtpd_sasl_type = dovecot`: bytes in, bytes out, no I/O.
///
/// A session lasts as long as the smtpd process and holds any number of authentications.
package struct DovecotAuthSession {
    /// The result of a password check.
    package enum Verdict: Sendable {
        /// - Parameter user: the name for smtpd, possibly in another spelling
        case accepted(user: String)
        /// No such user or wrong password; the client must not learn which.
        case rejected
        /// The check failed. The connection is closed, which smtpd turns into 454: a FAIL would be a 535.
        case unavailable
    }

    /// Bytes to send, possibly none.
    package struct Reply: Equatable, Sendable {
        package let bytes: [UInt8]
        /// Whether it reports a failed login. It is sent late, to slow down guessing.
        package let isFailure: Bool

        package init(bytes: [UInt8], isFailure: Bool) {
            self.bytes = bytes
            self.isFailure = isFailure
        }
    }

    package enum State: Equatable, Sendable {
        case open
        /// The connection must be closed; further input is ignored.
        case closed
    }

    /// Bytes of a line. smtpd sends at most 12,288 bytes of a client's answer and a few hundred of its own.
    static let lineLimit = 16_384
    /// Requests that wait for the client's answer at a time. smtpd has one, but does not report when a client
    /// aborts it.
    static let pendingLimit = 16

    package private(set) var state = State.open
    private let mechanisms: [SASLMechanism]
    private var line: [UInt8] = []
    private var sawVersion = false
    /// Oldest first.
    private var pending: [(id: [UInt8], exchange: SASLExchange)] = []

    /// - Parameter mechanisms: the mechanisms to offer
    package init(mechanisms: [SASLMechanism]) {
        self.mechanisms = mechanisms
    }

    /// The server's first lines.
    ///
    /// - Parameters:
    ///   - processID: a number for this server process
    ///   - connectionID: a number for this connection
    ///   - cookie: 16 random bytes; required by the protocol, not used by smtpd
    package func greeting(processID: Int32, connectionID: Int, cookie: [UInt8]) -> [UInt8] {
        let offers = mechanisms.map { "MECH\t\($0.rawValue)\tplaintext" }.joined(separator: "\n")
        return Array(
            """
            VERSION\t1\t1
            \(offers)
            SPID\t\(processID)
            CUID\t\(connectionID)
            COOKIE\t\(Base16.encode(cookie))
            DONE

            """.utf8)
    }

    /// Processes input in pieces of any size.
    ///
    /// - Parameters:
    ///   - bytes: the piece
    ///   - verify: checks a user and password
    /// - Returns: replies to send, in this order. `state` says whether to close the connection afterwards.
    package mutating func receive(
        _ bytes: [UInt8], verify: (_ user: String, _ password: [UInt8]) -> Verdict
    ) -> [Reply] {
        var replies: [Reply] = []
        for byte in bytes where state == .open {
            if byte == UInt8(ascii: "\n") {
                if let reply = handle(line, verify) { replies.append(reply) }
                line.removeAll(keepingCapacity: true)
            } else if line.count < Self.lineLimit {
                line.append(byte)
            } else {
                state = .closed
            }
        }
        return replies
    }

    /// - Parameter line: a command without line end, e.g. `AUTH<TAB>1<TAB>PLAIN<TAB>service=smtp`
    private mutating func handle(_ line: [UInt8], _ verify: (String, [UInt8]) -> Verdict) -> Reply? {
        let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        let command = String(decoding: fields[0], as: UTF8.self)
        guard sawVersion else {
            // A client of another major version would not understand us.
            sawVersion = command == "VERSION" && fields.count > 1 && fields[1].elementsEqual("1".utf8)
            if !sawVersion { state = .closed }
            return nil
        }
        switch command {
        case "AUTH": return authenticate(fields.dropFirst(), verify)
        case "CONT": return resume(fields.dropFirst(), verify)
        case "CANCEL":
            if fields.count > 1 { _ = takePending(fields[1]) }
            return nil
        default:
            // CPID, and commands of later minor versions.
            return nil
        }
    }

    /// `AUTH<TAB>id<TAB>mechanism[<TAB>parameter]...`. The last parameter may be `resp=` with the client's
    /// initial response.
    private mutating func authenticate(
        _ fields: ArraySlice<ArraySlice<UInt8>>, _ verify: (String, [UInt8]) -> Verdict
    ) -> Reply? {
        let arguments = Array(fields)
        guard arguments.count >= 2, Self.isID(arguments[0]) else {
            state = .closed
            return nil
        }
        let id = Array(arguments[0])
        let name = String(decoding: arguments[1], as: UTF8.self).uppercased()
        guard let mechanism = mechanisms.first(where: { $0.rawValue == name }) else {
            return Self.fail(id, user: nil, reason: "Invalid authentication mechanism")
        }
        let key = Array("resp=".utf8)
        let response = arguments.dropFirst(2).first { $0.starts(with: key) }?.dropFirst(key.count)
        return proceed(SASLExchange(mechanism), id, response, verify)
    }

    /// `CONT<TAB>id<TAB>response`: the answer to our CONT.
    private mutating func resume(
        _ fields: ArraySlice<ArraySlice<UInt8>>, _ verify: (String, [UInt8]) -> Verdict
    ) -> Reply? {
        let arguments = Array(fields)
        guard arguments.count == 2, let exchange = takePending(arguments[0]) else {
            state = .closed
            return nil
        }
        return proceed(exchange, Array(arguments[0]), arguments[1], verify)
    }

    /// - Parameter response: in base64; nil: there is no response yet
    private mutating func proceed(
        _ exchange: SASLExchange, _ id: [UInt8], _ response: ArraySlice<UInt8>?,
        _ verify: (String, [UInt8]) -> Verdict
    ) -> Reply {
        let message = response.flatMap { Base64.decode($0) }
        if response != nil, message == nil { return Self.fail(id, user: nil) }
        var exchange = exchange
        switch exchange.step(message) {
        case .challenge(let text):
            _ = takePending(id[...])
            if pending.count >= Self.pendingLimit { pending.removeFirst() }
            pending.append((id, exchange))
            return Self.reply("CONT", id, Base64.encode(Array(text.utf8)))
        case .malformed:
            return Self.fail(id, user: nil)
        case .check(let user, let password):
            switch verify(user, password) {
            case .accepted(let user): return Self.reply("OK", id, "user=" + user)
            case .rejected: return Self.fail(id, user: user)
            case .unavailable:
                state = .closed
                return Reply(bytes: [], isFailure: true)
            }
        }
    }

    private mutating func takePending(_ id: ArraySlice<UInt8>) -> SASLExchange? {
        pending.firstIndex { $0.id.elementsEqual(id) }.map { pending.remove(at: $0).exchange }
    }

    /// - Parameter reason: smtpd puts it after its own 535: the text of the reply table, or smtpd's own text
    ///   for a mechanism that is not offered
    private static func fail(
        _ id: [UInt8], user: String?, reason: String = "Authentication failed"
    ) -> Reply {
        let name = user.map { "user=\($0)\t" } ?? ""
        return reply("FAIL", id, name + "reason=" + reason, isFailure: true)
    }

    private static func reply(
        _ command: String, _ id: [UInt8], _ parameters: String, isFailure: Bool = false
    ) -> Reply {
        Reply(
            bytes: Array("\(command)\t".utf8) + id + Array("\t\(parameters)\n".utf8), isFailure: isFailure)
    }

    /// A request id is a 32-bit number in decimal digits; replies repeat it unchanged.
    private static func isID(_ field: ArraySlice<UInt8>) -> Bool {
        UInt32(String(decoding: field, as: UTF8.self)) != nil
    }
}
