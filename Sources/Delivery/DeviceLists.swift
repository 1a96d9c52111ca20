import Glibc
import SMSGate
import Synchronization

/// The lists of devices that SMSGate gave a moment ago, for a process that sends many messages of one account.
package final class DeviceLists: Sendable {
    private struct Kept {
        let answer: DevicesAnswer
        let since: Int

        func isFresh(at now: Int) -> Bool { (0..<lifetime).contains(now - since) }
    }

    /// By URL and user.
    private let lists = Mutex<[[String]: Kept]>([:])

    package init() {}

    /// Seconds: a device that is added, removed or comes back in between is chosen late.
    private static let lifetime = 60
    /// A list of one device takes about a hundred bytes. When there are more, all are asked for anew.
    private static let limit = 10_000

    /// `smsgate` with the lists kept. What is no list is asked for each time.
    ///
    /// - Parameters:
    ///   - url: where SMSGate is
    ///   - now: seconds since 1970
    package func keeping(_ smsgate: SMSGateAPI, url: String, now: Int) -> SMSGateAPI {
        var keeping = smsgate
        keeping.devices = { credentials throws(TransportError) in
            let key = [url, credentials.user]
            if let kept = self.lists.withLock({ $0[key] }), kept.isFresh(at: now) { return kept.answer }
            let answer = try smsgate.devices(credentials)
            self.lists.withLock { lists in
                if lists.count >= Self.limit { lists = [:] }
                lists[key] = answer.isList ? Kept(answer: answer, since: now) : nil
            }
            return answer
        }
        return keeping
    }
}

extension DevicesAnswer {
    fileprivate var isList: Bool {
        switch self {
        case .devices(let devices): !devices.isEmpty
        case .app: true
        case .unknown: false
        }
    }
}
