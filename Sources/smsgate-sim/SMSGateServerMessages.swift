import FlyingFox
import Foundation

// How the server handles messages.
extension SMSGateServer {
    /// `POST /messages`. The queue limit is checked before number and id.
    func accept(_ call: Call, _ account: Accounts.Account, _ trouble: Trouble) -> HTTPResponse {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard var body = try? decoder.decode(MessageBody.self, from: call.body) else {
            return .error(400, "failed to parse request body")
        }
        if let problem = body.problem { return .error(400, problem) }
        if trouble.databaseIsDown { return .error(500, "failed to enqueue message") }
        guard let device = device(for: body, of: account, call) else {
            return .error(400, "failed to select device: record not found")
        }
        let pending = store.pending(on: device)
        if let limit = trouble.queueIsFull ? 0 : manner.queueLimit, pending >= limit {
            let problem = "queue limits exceeded: too many pending messages: \(pending) / \(limit)"
            return .error(503, "failed to enqueue message: \(problem)")
        }
        if !call.flag("skipPhoneValidation"), let problem = body.numberProblem { return .error(400, problem) }
        let id = body.id ?? UUID().uuidString.lowercased()
        // An id is unique for a device, not for an account.
        if known(id).contains(where: { $0.body.deviceId == device }) {
            return .error(409, "message with the same ID already exists")
        }
        body.id = id
        body.deviceId = device
        let message = StoredMessage(
            user: account.name, acceptedAt: Date(), answerIsLost: trouble.answerIsLost, body: body)
        do {
            try store.add(message)
        } catch {
            return .error(500, "the message cannot be stored: \(error)")
        }
        let state = MessageState(of: message)
        // An id on two devices is not cached: the next GET asks the database and fails.
        let isOnlyOne = known(id).count == 1
        replicas[call.replica].states.write(
            isOnlyOne ? .found(state) : nil, for: id, of: account.name, now: Date())
        return .json(202, state)
    }

    /// The device for a message, any if the message names no device.
    private func device(for body: MessageBody, of account: Accounts.Account, _ call: Call) -> String? {
        if manner.isApp { return account.devices.first?.id }
        let now = Date()
        let hours = call.query["deviceActiveWithin"].flatMap(Double.init) ?? 0
        let active = account.devices.filter {
            hours <= 0 || $0.lastSeen(now: now) >= now - hours * 3600
        }
        guard let id = body.deviceId, manner.heedsDevice else { return active.randomElement()?.id }
        return active.first { $0.id == id }?.id
    }

    /// `GET /messages/{id}`. The answer is cached, found or not.
    func state(
        of id: String, _ account: Accounts.Account, at replica: Int, _ trouble: Trouble
    ) -> HTTPResponse {
        let now = Date()
        if let kept = replicas[replica].states.read(id, of: account.name, now: now) { return answer(kept) }
        if trouble.databaseIsDown { return .error(500, "failed to get message state") }
        let found = known(id).filter { $0.user == account.name }
        guard found.count <= 1 else { return .error(500, "failed to get message state") }
        let state = found.first.map { StateCache.State.found(MessageState(of: $0)) } ?? .notFound
        replicas[replica].states.write(state, for: id, of: account.name, now: now)
        return answer(state)
    }

    private func known(_ id: String) -> [StoredMessage] {
        manner.heedsID ? store.messages(withID: id) : []
    }

    private func answer(_ state: StateCache.State) -> HTTPResponse {
        switch state {
        case .found(let message): .json(200, message)
        // The app's own server returns the status only.
        case .notFound: manner.isApp ? .empty(404) : .error(404, "record not found")
        }
    }
}

extension Call {
    fileprivate func flag(_ name: String) -> Bool {
        query[name] == "true"
    }
}
