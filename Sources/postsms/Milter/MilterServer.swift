import Accounts
import Configuration
import Delivery
import Files
import Glibc
import Metrics
import SMSGate
import Synchronization

/// What the connections of a milter share.
final class MilterServer: Sendable {
    /// Seconds between two looks at what is due.
    static let housekeepingInterval: Int32 = 15
    /// smtpd(8) makes one for each of its clients, and a Postfix with more processes than this is a large one. The mail of
    /// further connections goes on to the queue.
    private static let connectionLimit = 1_000
    /// Bytes of the messages that are on their way at a time, all together: 25 of the largest that our services take. What
    /// is more goes on to the queue.
    private static let memoryLimit = 256 << 20

    private struct Connections {
        /// Whether a message is on its way, for each connection by its descriptor.
        var isBusy: [Int32: Bool] = [:]
        var isEnding = false
    }

    private let connections = Mutex(Connections())
    private let currentConfiguration: Mutex<CurrentConfiguration>
    private let currentAccounts = Mutex(CurrentAccounts())
    private let clients = ClientPool()
    /// What was counted and is not in the file yet.
    private let metrics = Mutex(Metrics())
    private let heldBytes = Atomic(0)

    init(_ options: ConfigurationOptions) {
        currentConfiguration = Mutex(
            CurrentConfiguration(file: options.file, overrides: options.overrides))
    }

    // MARK: What a message needs

    func configuration() throws(ConfigurationError) -> Configuration {
        try currentConfiguration.withLock { configuration in
            Result { () throws(ConfigurationError) in try configuration.value() }
        }.get()
    }

    func account(of user: String, mapAt path: String) throws(ConfigurationError) -> Account? {
        try currentAccounts.withLock { accounts in
            Result { () throws(ConfigurationError) in try accounts.account(of: user, mapAt: path) }
        }.get()
    }

    /// Calls `body` with the API for one message.
    func withSMSGate<Value>(_ endpoint: Endpoint, _ body: (SMSGateAPI) -> Value) -> Value {
        var taken: Client?
        defer { if let taken { clients.give(taken) } }
        return body(
            SMSGateAPI { () throws(TransportError) in
                let client = try self.clients.take(endpoint)
                taken = client
                return client
            })
    }

    func count(_ more: Metrics) {
        metrics.withLock { $0.add(more) }
    }

    /// Whether there is memory for these bytes, which are to be given back.
    func hold(_ count: Int) -> Bool {
        let held = heldBytes.add(count, ordering: .relaxed).newValue
        if held <= Self.memoryLimit { return true }
        giveBack(count)
        return false
    }

    func giveBack(_ count: Int) {
        heldBytes.subtract(count, ordering: .relaxed)
    }

    // MARK: Connections

    /// Serves a connection on a thread of its own, and closes it.
    func serve(_ connection: Int32) {
        let isRoom = connections.withLock { connections in
            guard connections.isBusy.count < Self.connectionLimit else { return false }
            connections.isBusy[connection] = false
            return true
        }
        if isRoom, startThread({ self.run(connection) }) { return }
        SystemLog.error("milter: no thread for a further connection: its mail goes to the queue")
        close(connection)
    }

    private func run(_ connection: Int32) {
        MilterConnection(connection, self).run()
        close(connection)
    }

    private func close(_ connection: Int32) {
        // Under the lock, for else the descriptor might be another connection's already when it is told to end.
        connections.withLock {
            $0.isBusy[connection] = nil
            Glibc.close(connection)
        }
    }

    /// A connection has a message now, or none any more.
    ///
    /// - Returns: false if it is to end
    func set(_ connection: Int32, isBusy: Bool) -> Bool {
        connections.withLock {
            if $0.isEnding { return false }
            $0.isBusy[connection] = isBusy
            return true
        }
    }

    // MARK: From time to time, and at the end

    func keepHouse() {
        clients.prune()
        writeMetrics()
    }

    private func writeMetrics() {
        guard let file = (try? configuration())?.metricsFile else { return }
        let counted = metrics.withLock { metrics in
            defer { metrics = Metrics() }
            return metrics
        }
        guard counted != Metrics() else { return }
        do {
            try addMetrics(counted, toFileAt: file)
        } catch {
            // They are not lost: the next time it may work.
            metrics.withLock { $0.add(counted) }
            SystemLog.error("milter: metrics_file: \(error)")
        }
    }

    /// Lets the messages that have begun come to their ends, at most as long as one may take.
    func finish() {
        connections.withLock { connections in
            connections.isEnding = true
            // Those between two messages read an end of input.
            for (connection, isBusy) in connections.isBusy where !isBusy {
                shutdown(connection, Int32(SHUT_RD))
            }
        }
        let patience = (try? configuration())?.endpoint.timeout ?? Configuration().endpoint.timeout
        let end = MonotonicTime.now.advanced(bySeconds: patience)
        while connections.withLock({ !$0.isBusy.isEmpty }), MonotonicTime.now < end { usleep(10_000) }
        writeMetrics()
    }
}
