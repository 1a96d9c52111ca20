import Foundation

/// The state of one process of the server, besides the shared database.
struct Replica {
    var states: StateCache
    private var logins: [String: (user: String, until: Date)] = [:]

    /// Seconds for which a correct login is cached, even if the account or the database goes away.
    private static let loginLifetime: TimeInterval = 3600

    init(stateLifetime: TimeInterval) {
        states = StateCache(lifetime: stateLifetime)
    }

    /// - Parameter authorization: the value of the Authorization header field
    mutating func account(
        authorization: String?, in accounts: Accounts, databaseIsDown: Bool, now: Date
    ) -> Accounts.Account? {
        guard let authorization else { return nil }
        if let login = logins[authorization], login.until > now, let account = accounts[login.user] {
            return account
        }
        // Without its database the server answers as for an unknown user.
        guard !databaseIsDown, let account = accounts.account(authorization: authorization) else {
            return nil
        }
        logins[authorization] = (account.name, now + Self.loginLifetime)
        return account
    }
}

/// Cached answers of `GET /messages/{id}`, including "not found".
struct StateCache {
    enum State {
        case found(MessageState)
        case notFound
    }

    private struct Key: Hashable {
        let user: String
        let id: String
    }

    private let lifetime: TimeInterval
    private var entries: [Key: (state: State, until: Date)] = [:]

    init(lifetime: TimeInterval) {
        self.lifetime = lifetime
    }

    /// Reading an entry prolongs its life.
    mutating func read(_ id: String, of user: String, now: Date) -> State? {
        let key = Key(user: user, id: id)
        guard let state = entries[key]?.state, entries[key].map({ $0.until > now }) == true else {
            return nil
        }
        entries[key] = (state, now + lifetime)
        return state
    }

    /// - Parameter state: nil: nothing is cached
    mutating func write(_ state: State?, for id: String, of user: String, now: Date) {
        entries[Key(user: user, id: id)] = state.map { ($0, now + lifetime) }
    }
}
