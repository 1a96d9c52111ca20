import ArgumentParser
import FlyingFox
import FlyingSocks
import Foundation

@main
struct SMSGateSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smsgate-sim",
        abstract: "A stand-in for SMSGate: takes messages over its HTTP API and sends none.",
        discussion: """
            Each accepted SMS is printed as one line of JSON. The accounts file has one account a line, \
            `user:password:device[@seen][,device[@seen]]...`; an account without a device cannot send. SEEN is when the \
            phone was last there: a time such as 2026-01-31T12:00:00Z, or how long ago, such as 36h; without it, now. \
            After a change of the file:

              curl -X PUT http://127.0.0.1:8080/sim/accounts

            An answer can be made to go wrong, from the start with --answer or while it runs:

              curl -X PUT -d 'status=503,times=2' http://127.0.0.1:8080/sim/answer
              curl -X PUT -d 'status=502,accept; page=403,on=state' http://127.0.0.1:8080/sim/answer

            \(Fault.grammar)
            """,
        version: "smsgate-sim 0.1.0")

    @Option(help: ArgumentHelp("Port on 127.0.0.1; 0: any that is free.", valueName: "number"))
    var port: UInt16 = 8080

    @Option(help: ArgumentHelp("File with the accounts.", valueName: "file"))
    var accounts: String

    @Option(
        help: ArgumentHelp("Also keep the messages in this file, and know those in it.", valueName: "file"))
    var store: String?

    @Option(help: ArgumentHelp("How to answer.", valueName: "answer"))
    var answer: Faults?

    @Option(
        help: ArgumentHelp(
            "Behave like so many processes over one database, each with a cache and a port (PORT, PORT + 1, ...) of its own.",
            valueName: "number"))
    var replicas: UInt16 = 1

    @Flag(help: "One port for all replicas, as behind a load balancer: each request goes to any of them.")
    var balance = false

    @Option(
        help: ArgumentHelp(
            "How long a replica keeps its answers to GET /messages/ID, \"not found\" too.",
            valueName: "seconds"))
    var cacheTtl: Double = 300

    @Option(
        help: ArgumentHelp("Refuse messages with 503 while so many wait on the device.", valueName: "number"))
    var queueLimit: Int?

    @Flag(help: "Be the server in the app: one device for each account, /device in place of /devices.")
    var app = false

    @Flag(help: "Choose any device, whichever a message names: with it, one message can become two SMS.")
    var ignoreDeviceId = false

    @Flag(
        help: "Take every message for a new one, whatever its id: with it, one message can become many SMS.")
    var ignoreId = false

    func validate() throws {
        if replicas < 1 { throw ValidationError("at least one replica") }
        if port != 0, port.addingReportingOverflow(replicas - 1).overflow {
            throw ValidationError("no room for \(replicas) ports from \(port) on")
        }
    }

    func run() async throws {
        let server = try SMSGateServer(
            accountsPath: accounts, store: MessageStore(path: store), faults: answer ?? Faults(),
            manner: SMSGateServer.Manner(
                replicas: Int(replicas), stateLifetime: cacheTtl, queueLimit: queueLimit, isApp: app,
                heedsDevice: !ignoreDeviceId, heedsID: !ignoreId))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for replica in balance ? [nil] : (0..<replicas).map(Optional.some) {
                let listener = try httpServer(server, replica)
                group.addTask { try await listener.run() }
                do {
                    try await listener.waitUntilListening()
                } catch {
                    // The listener knows why, such as a port that is in use.
                    try await group.next()
                    throw error
                }
                if case .ip4(let address, let port) = await listener.listeningAddress {
                    let line = "smsgate-sim: listening on http://\(address):\(port)/3rdparty/v1\n"
                    FileHandle.standardError.write(Data(line.utf8))
                }
            }
            try await group.next()
        }
    }

    /// - Parameter replica: nil: any, for each request
    private func httpServer(_ server: SMSGateServer, _ replica: UInt16?) throws -> HTTPServer {
        let port = port == 0 ? 0 : port + (replica ?? 0)
        return HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: port),
            timeout: Fault.longestWait, logger: .disabled,
            handler: ClosureHTTPHandler { request in
                try await server.answer(request, at: replica.map(Int.init))
            })
    }
}
