import FlyingFox
import Foundation

/// The API: requests in, answers out, and the messages that were accepted.
actor Gate {
    private let accounts: Accounts
    private var fault: Fault?
    private var store: MessageStore

    /// Paths before `/messages`: the cloud's, a private server's and the app's own server.
    private static let basePaths = ["/3rdparty/v1", "/api/3rdparty/v1", ""]

    init(accounts: Accounts, store: MessageStore, fault: Fault?) {
        self.accounts = accounts
        self.store = store
        self.fault = fault
    }

    func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let base = Self.basePaths.first { request.path.hasPrefix($0 + "/") } ?? ""
        let path = request.path.dropFirst(base.count).split(separator: "/")
        switch (request.method, path.first, path.count) {
        case (.GET, "health", 1):
            return .json(200, ["status": "pass"])
        case (.PUT, "sim", 2) where path[1] == "answer":
            return setFault(String(decoding: try await request.bodyData, as: UTF8.self))
        case (.POST, "messages", 1):
            return try await answerSend(request)
        case (.GET, "messages", 2):
            return try await answerState(request, of: String(path[1]))
        case (.GET, "devices", 1):
            return withAccount(request) { account in
                .json(200, account.devices.map { ["id": $0, "name": $0] })
            }
        default:
            return .error(404, "Cannot \(request.method.rawValue) \(request.path)")
        }
    }

    private func setFault(_ text: String) -> HTTPResponse {
        guard let fault = Fault(argument: text) else { return .error(400, Fault.grammar) }
        self.fault = fault
        return .json(200, ["answer": text])
    }

    private func answerSend(_ request: HTTPRequest) async throws -> HTTPResponse {
        let body = try await request.bodyData
        guard let fault = nextFault() else { return accept(request, body) }
        let proper: HTTPResponse? = fault.accepts ? accept(request, body) : nil
        return try await answer(wrongly: fault) { proper ?? accept(request, body) }
    }

    private func answerState(_ request: HTTPRequest, of id: String) async throws -> HTTPResponse {
        let proper = withAccount(request) { state(of: id, $0) }
        guard fault?.everywhere == true, let fault = nextFault() else { return proper }
        return try await answer(wrongly: fault) { proper }
    }

    /// - Parameter proper: the answer that the request would get otherwise
    private func answer(wrongly fault: Fault, _ proper: () -> HTTPResponse) async throws -> HTTPResponse {
        switch fault.kind {
        case .status(let code):
            return .error(code, "the stand-in was told to answer \(code)")
        case .delay(let seconds):
            try await Task.sleep(for: .seconds(seconds))
            return proper()
        case .hang:
            try await Task.sleep(for: .seconds(Fault.longestWait))
            return .cut
        case .cut:
            return .cut
        case .garbage:
            return HTTPResponse(version: HTTPVersion("SSH-2.0-x"), statusCode: .ok)
        case .half:
            return try await .half(of: proper())
        case .page:
            return HTTPResponse(
                statusCode: .ok, headers: [.contentType: "text/html"],
                body: Data("<html><title>Welcome</title></html>".utf8))
        case .redirect(let url):
            return HTTPResponse(statusCode: .temporaryRedirect, headers: HTTPHeaders([.location: url]))
        case .endless(let piece, let pause):
            return .endless(piece: piece, pause: pause)
        }
    }

    private func nextFault() -> Fault? {
        guard var next = fault else { return nil }
        if let remaining = next.remaining {
            guard remaining > 0 else { return nil }
            next.remaining = remaining - 1
            fault = next
        }
        return next
    }

    private func withAccount(_ request: HTTPRequest, _ answer: (Accounts.Account) -> HTTPResponse)
        -> HTTPResponse
    {
        guard let account = accounts.account(authorization: request.headers[.authorization]) else {
            return .error(401, "Unauthorized")
        }
        return answer(account)
    }

    /// What the server does with `POST /messages`.
    private func accept(_ request: HTTPRequest, _ data: Data) -> HTTPResponse {
        withAccount(request) { account in
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            guard var body = try? decoder.decode(MessageBody.self, from: data) else {
                return .error(400, "failed to parse request body")
            }
            let skip = request.query.contains { $0.name == "skipPhoneValidation" && $0.value == "true" }
            if let problem = body.problem(skipPhoneValidation: skip) { return .error(400, problem) }
            let candidates =
                body.deviceId.map { id in account.devices.filter { $0 == id } } ?? account.devices
            guard let device = candidates.randomElement() else {
                return .error(400, "failed to select device: record not found")
            }
            let id = body.id ?? UUID().uuidString.lowercased()
            // An id is unique on a device, not in an account.
            if store.messages(withID: id).contains(where: { $0.body.deviceId == device }) {
                return .error(409, "message with the same ID already exists")
            }
            body.id = id
            body.deviceId = device
            let message = StoredMessage(user: account.name, body: body)
            do {
                try store.add(message, id: id)
            } catch {
                return .error(500, "the message cannot be stored: \(error)")
            }
            return .json(202, MessageState(of: message))
        }
    }

    private func state(of id: String, _ account: Accounts.Account) -> HTTPResponse {
        let found = store.messages(withID: id).filter { $0.user == account.name }
        guard let message = found.first else { return .error(404, "record not found") }
        return found.count == 1 ? .json(200, MessageState(of: message)) : .error(500, "more than one record")
    }
}
