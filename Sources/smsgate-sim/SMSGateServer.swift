import FlyingFox
import Foundation

/// The API: requests in, answers out, and the accepted messages.
actor SMSGateServer {
    /// The kind of server.
    struct Manner: Sendable {
        /// The number of server processes on one database.
        var replicas = 1
        /// Seconds for which each caches its answers to `GET /messages/{id}`.
        var stateLifetime: TimeInterval = 300
        /// The number of waiting messages at which a device accepts no more; nil: no limit.
        var queueLimit: Int?
        /// Whether it is the server in the app, with one device and without `/devices`.
        var isApp = false
        /// Whether it uses `deviceId`.
        var heedsDevice = true
        /// Whether it recognizes repeated ids.
        var heedsID = true
    }

    /// Problems of the server itself.
    struct Trouble {
        var databaseIsDown = false
        var queueIsFull = false
        /// Whether nobody hears that a message was taken.
        var answerIsLost = false
    }

    let manner: Manner
    let accountsPath: String
    var accounts: Accounts
    var faults: Faults
    var store: MessageStore
    var replicas: [Replica]

    init(accountsPath: String, store: MessageStore, faults: Faults, manner: Manner) throws {
        self.accountsPath = accountsPath
        accounts = try Accounts(file: accountsPath)
        self.store = store
        self.faults = faults
        self.manner = manner
        replicas = Array(repeating: Replica(stateLifetime: manner.stateLifetime), count: manner.replicas)
    }

    /// - Parameter replica: the replica that answers; nil: any
    func answer(_ request: HTTPRequest, at replica: Int?) async throws -> HTTPResponse {
        guard let endpoint = Endpoint(request) else { return Self.unknownPath }
        let call = Call(
            endpoint: endpoint, replica: replica ?? Int.random(in: replicas.indices), query: request.query,
            authorization: request.headers[.authorization], body: try await request.bodyData)
        guard let fault = faults.next(for: endpoint) else { return properAnswer(call, Trouble()) }
        switch fault.kind {
        case .databaseDown: return properAnswer(call, Trouble(databaseIsDown: true))
        case .queueFull: return properAnswer(call, Trouble(queueIsFull: true))
        default: break
        }
        let trouble = Trouble(answerIsLost: !fault.kind.answersProperly)
        let proper = fault.accepts ? properAnswer(call, trouble) : nil
        return try await answer(wrongly: fault.kind, call) { proper ?? properAnswer(call, trouble) }
    }

    /// The text of the server's web framework for a wrong path.
    private static let unknownPath = HTTPResponse.answer(404, "text/plain", Data("Not Found".utf8))

    private func properAnswer(_ call: Call, _ trouble: Trouble) -> HTTPResponse {
        switch call.endpoint {
        case .health:
            trouble.databaseIsDown ? .json(503, ["status": "fail"]) : .json(200, ["status": "pass"])
        case .send:
            withAccount(call, trouble) { accept(call, $0, trouble) }
        case .state(let id):
            withAccount(call, trouble) { state(of: id, $0, at: call.replica, trouble) }
        case .devices:
            manner.isApp
                ? Self.unknownPath : withAccount(call, trouble) { devices($0.devices[...], trouble) }
        case .device:
            manner.isApp
                ? withAccount(call, trouble) { devices($0.devices.prefix(1), trouble) } : Self.unknownPath
        case .answers:
            setFaults(String(decoding: call.body, as: UTF8.self))
        case .accounts:
            readAccounts()
        }
    }

    private func withAccount(
        _ call: Call, _ trouble: Trouble, _ answer: (Accounts.Account) -> HTTPResponse
    ) -> HTTPResponse {
        let account = replicas[call.replica].account(
            authorization: call.authorization, in: accounts, databaseIsDown: trouble.databaseIsDown,
            now: Date())
        guard let account else { return .error(401, "Unauthorized") }
        return answer(account)
    }

    private func devices(_ devices: ArraySlice<Device>, _ trouble: Trouble) -> HTTPResponse {
        if trouble.databaseIsDown { return .error(500, "failed to select devices") }
        let now = Date()
        return .json(200, devices.map { ListedDevice($0, now: now) })
    }

    private func setFaults(_ text: String) -> HTTPResponse {
        guard let faults = Faults(argument: text) else { return .error(400, Fault.grammar) }
        self.faults = faults
        return .json(200, ["answer": text])
    }

    private func readAccounts() -> HTTPResponse {
        do {
            accounts = try Accounts(file: accountsPath)
            return .json(200, ["accounts": accountsPath])
        } catch {
            return .error(400, "\(error)")
        }
    }
}

/// A request with all of its body.
struct Call {
    let endpoint: Endpoint
    let replica: Int
    let query: [HTTPRequest.QueryItem]
    let authorization: String?
    let body: Data
}
