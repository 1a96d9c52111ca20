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
            `user:password:device[,device]...`; an account without a device cannot send.

            An answer can be made to go wrong, from the start with --answer or while it runs:

              curl -X PUT -d 'status=503,times=2' http://127.0.0.1:8080/sim/answer

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

    @Option(help: ArgumentHelp("How to answer POST /messages.", valueName: "answer"))
    var answer: Fault?

    func run() async throws {
        let accounts = try Accounts(file: accounts)
        let gate = Gate(accounts: accounts, store: try MessageStore(path: store), fault: answer)
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: port), timeout: Fault.longestWait, logger: .disabled,
            handler: ClosureHTTPHandler { request in try await gate.answer(request) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            try await server.waitUntilListening()
            if case .ip4(let address, let port) = await server.listeningAddress {
                let line = "smsgate-sim: listening on http://\(address):\(port)/3rdparty/v1\n"
                FileHandle.standardError.write(Data(line.utf8))
            }
            try await group.next()
        }
    }
}
