import Accounts
import Configuration
import Delivery
import Files
import Glibc
import Metrics
import SMSGate
import Synchronization

/// The state shared by the connections of a milter.
final class MilterServer: Sendable {
    /// Seconds between two rounds of housekeeping.
    static let housekeepingInterval = 15
    /// smtpd(8) makes one for each of its clients, and few Postfix installations have more processes than
    /// this. The mail of further connections goes to the queue.
    private static let connectionLimit = 1_000
    /// Bytes of all messages in progress: 25 of the largest that our services accept. Further mail goes to
    /// the queue.
    private static let memoryLimit = 256 << 20

    private struct Connections {
        /// Whether a message is in progress, for each connection by its descriptor.
        var isBusy: [Int32: Bool] = [:]
        var isEnding = false
    }

    private let connections = Mutex(Connections())
    private let currentConfiguration: Mutex<CurrentConfiguration>
    private let currentAccounts = Mutex(CurrentAccounts())
    private let clients = ClientPool()
    /// Counts that are not in the file yet.
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

    func account(of user: String, in sources: AccountSources) throws(ConfigurationError) -> Account? {
        try currentAccounts.withLock { accounts in
            Result { () throws(ConfigurationError) in try accounts.account(of: user, in: sources) }
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

    /// Whether there is memory for these bytes, which must be released afterwards.
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
        // Under the lock, because otherwise the descriptor might already belong to another connection when it
        // is shut down.
        connections.withLock {
            $0.isBusy[connection] = nil
            Glibc.close(connection)
        }
    }

    /// Records whether a connection has a message.
    ///
    /// - Returns: false if the connection must end
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
            // They are kept for the next attempt.
            metrics.withLock { $0.add(counted) }
            SystemLog.error("milter: metrics_file: \(error)")
        }
    }

    /// Waits until the messages in progress are complete, at most as long as one may take.
    func finish() {
        connections.withLock { connections in
            connections.isEnding = true
            // Connections without a message see an end of input.
            for (connection, isBusy) in connections.isBusy where !isBusy {
                shutdown(connection, Int32(SHUT_RD))
            }
        }
        let patience = (try? configuration())?.endpoint.timeout ?? Configuration().endpoint.timeout
        // A second more, to give the last reply.
        let end = MonotonicTime.now.advanced(bySeconds: patience + 1)
        while connections.withLock({ !$0.isBusy.isEmpty }), MonotonicTime.now < end { usleep(10_000) }
        writeMetrics()
    }
}
