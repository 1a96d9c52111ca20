import Synchronization

/// Idle clients with their connections and TLS sessions, for a process with many threads.
package final class ClientPool: Sendable {
    private struct Idle {
        let client: Client
        let since: Milliseconds
    }

    /// The client used last is at the end and is taken first, so that the connections of the others become
    /// idle and close.
    private let idle = Mutex<[Idle]>([])

    package init() {}

    /// A client that has just begun a message. Give it back with `give`.
    ///
    /// - Throws: `setup` if libcurl is missing
    package func take(_ endpoint: Endpoint) throws(TransportError) -> Client {
        // Clients are made under the lock because loading libcurl is not thread-safe.
        let result = idle.withLock { idle -> Result<Idle, TransportError> in
            if let last = idle.popLast() { return .success(last) }
            return Result { () throws(TransportError) in
                Idle(client: try Client(endpoint: endpoint), since: monotonicNow())
            }
        }
        let client = try result.get().client
        client.begin(endpoint)
        return client
    }

    package func give(_ client: Client) {
        let entry = Idle(client: client, since: monotonicNow())
        idle.withLock { $0.append(entry) }
    }

    /// Frees clients whose connections are too old to use.
    package func prune() {
        let limit = monotonicNow() - CurlHandle.longestIdleTime * 1000
        // Freed outside of the lock, because closing a connection may take a while.
        let old = idle.withLock { idle -> [Idle] in
            let old = Array(idle.prefix { $0.since < limit })
            idle.removeFirst(old.count)
            return old
        }
        withExtendedLifetime(old) {}
    }
}
