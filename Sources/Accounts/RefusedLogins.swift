import Nettle

/// The logins that SMSGate refused a moment ago: a program that tries one again and again is no burden to SMSGate. Kept in
/// memory only, and as hashes.
struct RefusedLogins {
    struct Login: Hashable {
        private let digest: [UInt8]

        init(user: String, password: [UInt8]) {
            digest = SHA256.digest(of: UserName.canonical(user) + [0] + password)
        }
    }

    /// Seconds for which a login is remembered.
    private static let lifetime = 60
    /// A client can fail once in two seconds on a connection, so that a process meets far fewer in a minute.
    private static let limit = 1_000

    private var times: [Login: Int] = [:]

    func contains(_ login: Login, now: Int) -> Bool {
        times[login].map { isFresh($0, now) } ?? false
    }

    mutating func insert(_ login: Login, now: Int) {
        if times.count >= Self.limit { times = times.filter { isFresh($0.value, now) } }
        if times.count >= Self.limit { times = [:] }
        times[login] = now
    }

    private func isFresh(_ time: Int, _ now: Int) -> Bool { (0..<Self.lifetime).contains(now - time) }
}
