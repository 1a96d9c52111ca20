/// A wrong answer, as real servers, proxies and networks give it.
struct Fault: Sendable {
    enum Kind: Sendable {
        /// Answers with this HTTP status and the API's JSON.
        case status(Int)
        /// Answers with this HTTP status and no body.
        case empty(Int)
        /// Answers with this HTTP status and a page, as a proxy or a hotel's network does.
        case page(Int)
        /// Answers 200 with this as JSON.
        case json(String)
        /// Answers as for a success, but with the id of another message.
        case otherID
        /// Answers correctly after this many seconds.
        case delay(Double)
        /// Never answers.
        case hang
        /// Closes the connection without an answer.
        case cut
        /// Answers with something that is not HTTP.
        case garbage
        /// Answers with the correct status, header and half of the body, then closes the connection.
        case half
        /// Answers 307 with this Location.
        case redirect(String)
        /// Answers 202 with an endless body, in pieces of this many bytes, this many seconds apart.
        case endless(piece: Int, pause: Double)
        /// Answers as a server whose queue is full.
        case queueFull
        /// Answers as a server whose database is down.
        case databaseDown

        /// Whether the answer tells what became of the request.
        var answersProperly: Bool {
            switch self {
            case .delay, .queueFull, .databaseDown: true
            default: false
            }
        }
    }

    /// The requests that get the wrong answer.
    enum Scope: String {
        case send, state, devices, health, everywhere

        func holds(_ endpoint: Endpoint) -> Bool {
            switch (self, endpoint) {
            case (_, .answers), (_, .accounts): false
            case (.everywhere, _), (.send, .send), (.state, .state), (.health, .health): true
            case (.devices, .devices), (.devices, .device): true
            default: false
            }
        }
    }

    let kind: Kind
    /// Whether the message is accepted before the wrong answer.
    let accepts: Bool
    let scope: Scope
    /// The number of requests that get the wrong answer; nil: all.
    var remaining: Int?

    /// Seconds after which a hanging request is given up.
    static let longestWait: Double = 3600

    static let grammar = """
        ANSWER is ok, status=CODE, empty=CODE (no body), page=CODE (HTML; page is page=200), json=TEXT (200 with this, which has no comma), \
        other-id (a success with the id of another message), delay=SECONDS, hang, cut (close the connection), \
        garbage (no HTTP), half (close it in the middle of the answer), redirect=URL, endless (202 and a body without \
        end), trickle (the same, a byte a second), queue-full or database-down. It may be followed by ",accept" if the \
        message is to be accepted all the same, one of ",on=send" (POST /messages, the default), ",on=state" (GET \
        /messages/ID), ",on=devices", ",on=health" and ",everywhere", and ",times=N" for the next N requests only. \
        Several are separated by ";": a request gets the first that is for it.
        """

    /// nil if `text` does not follow the grammar above. `ok` is a fault that no request meets.
    init?(_ text: Substring) {
        var words = text.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }[...]
        guard let first = words.popFirst(), let kind = Self.kind(first) else { return nil }
        self.kind = kind
        remaining = first == "ok" ? 0 : nil
        accepts = words.first == "accept"
        if accepts { words = words.dropFirst() }
        switch kind {
        case .databaseDown: scope = .everywhere
        default:
            let word = words.first.map { $0.hasPrefix("on=") ? $0.dropFirst("on=".count) : $0 }
            let named = word.flatMap { Scope(rawValue: String($0)) }
            if named != nil { words = words.dropFirst() }
            scope = named ?? .send
        }
        if let times = words.popFirst() {
            guard times.hasPrefix("times="), let count = Int(times.dropFirst("times=".count)) else {
                return nil
            }
            remaining = count
        }
        guard words.isEmpty, !accepts || canAccept else { return nil }
    }

    /// Only a POST has something to accept, and a server in trouble accepts nothing.
    private var canAccept: Bool {
        switch (kind, scope) {
        case (.queueFull, _), (.databaseDown, _): false
        case (_, .send), (_, .everywhere): true
        default: false
        }
    }

    private static func kind(_ word: Substring) -> Kind? {
        let halves = word.split(separator: "=", maxSplits: 1)
        let value = halves.count == 2 ? halves[1] : nil
        switch (halves.first, value) {
        case ("ok", nil): return .delay(0)
        case ("status", let code?): return status(code).map { .status($0) }
        case ("empty", let code?): return status(code).map { .empty($0) }
        case ("page", let code): return status(code ?? "200").map { .page($0) }
        case ("json", let text?): return .json(String(text))
        case ("other-id", nil): return .otherID
        case ("delay", let seconds?): return Double(seconds).flatMap { $0 >= 0 ? .delay($0) : nil }
        case ("hang", nil): return .hang
        case ("cut", nil): return .cut
        case ("garbage", nil): return .garbage
        case ("half", nil): return .half
        case ("redirect", let url?): return .redirect(String(url))
        case ("endless", nil): return .endless(piece: 65_536, pause: 0)
        case ("trickle", nil): return .endless(piece: 1, pause: 1)
        case ("queue-full", nil): return .queueFull
        case ("database-down", nil): return .databaseDown
        default: return nil
        }
    }

    private static func status(_ text: Substring) -> Int? {
        Int(text).flatMap { (100...999).contains($0) ? $0 : nil }
    }
}
