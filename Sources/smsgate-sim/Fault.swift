import ArgumentParser

/// An answer that goes wrong, as those of real servers and networks do.
struct Fault: Sendable, ExpressibleByArgument {
    enum Kind: Sendable {
        /// Answers with this HTTP status.
        case status(Int)
        /// Answers properly, but only after this many seconds.
        case delay(Double)
        /// Never answers.
        case hang
        /// Closes the connection without an answer.
        case cut
        /// Answers with something that is not HTTP.
        case garbage
        /// Answers with the proper status and header and half of the body, then closes the connection.
        case half
        /// Answers 200 with a page, as a proxy or the network of a hotel does.
        case page
        /// Answers 307 with this Location.
        case redirect(String)
        /// Answers 202 with a body that never ends, in pieces of this many bytes, this many seconds apart.
        case endless(piece: Int, pause: Double)
    }

    let kind: Kind
    /// Whether the message is accepted before the answer goes wrong.
    let accepts: Bool
    /// Whether GET /messages/{id} is answered so too.
    let everywhere: Bool
    /// How many requests are answered so; nil: all.
    var remaining: Int?

    /// Seconds after which a request that hangs is given up.
    static let longestWait: Double = 3600

    static let grammar = """
        ANSWER is ok, status=CODE, delay=SECONDS, hang, cut (close the connection), garbage (no HTTP), half (close it \
        in the middle of the answer), page (200 and HTML), redirect=URL, \
        endless (202 and a body without end) or trickle (the same, a byte a second), then ",accept" if the message is \
        to be accepted all the same, ",everywhere" if GET /messages/ID is to be answered so too, and ",times=N" for \
        the next N requests only.
        """

    /// nil if `text` is not of the grammar above. `ok` is a fault that no request meets.
    init?(argument text: String) {
        var words = text.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }[...]
        guard let first = words.popFirst(), let kind = Self.kind(first) else { return nil }
        self.kind = kind
        accepts = words.first == "accept"
        if accepts { words = words.dropFirst() }
        everywhere = words.first == "everywhere"
        if everywhere { words = words.dropFirst() }
        remaining = first == "ok" ? 0 : nil
        if let times = words.popFirst() {
            guard times.hasPrefix("times="), let count = Int(times.dropFirst("times=".count)) else {
                return nil
            }
            remaining = count
        }
        if !words.isEmpty { return nil }
    }

    private static func kind(_ word: Substring) -> Kind? {
        let halves = word.split(separator: "=", maxSplits: 1)
        switch (halves.first, halves.count == 2 ? halves[1] : nil) {
        case ("ok", nil): return .delay(0)
        case ("status", let code?): return Int(code).flatMap { (100...999).contains($0) ? .status($0) : nil }
        case ("delay", let seconds?): return Double(seconds).flatMap { $0 >= 0 ? .delay($0) : nil }
        case ("hang", nil): return .hang
        case ("cut", nil): return .cut
        case ("garbage", nil): return .garbage
        case ("half", nil): return .half
        case ("page", nil): return .page
        case ("redirect", let url?): return .redirect(String(url))
        case ("endless", nil): return .endless(piece: 65_536, pause: 0)
        case ("trickle", nil): return .endless(piece: 1, pause: 1)
        default: return nil
        }
    }
}
