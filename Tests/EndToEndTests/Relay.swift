import Foundation
import Testing

/// A private Postfix that relays its machine's mail to a gateway, as any other client.
struct Relay: PrivatePostfix {
    let folder: String

    /// The log lines with the results of mails at the gateway, oldest first.
    var statusLines: [Substring] {
        log.split(separator: "\n").filter { $0.contains("postfix/smtp[") && $0.contains("status=") }
    }
}

/// Runs `body` with a relay and stops it afterwards.
///
/// - Parameters:
///   - settings: a file with its settings
///   - folder: the folder to make it in
func withRelay(settings: String, in folder: String, _ body: (Relay) async throws -> Void) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let script = Project.root + "Tests/EndToEndTests/relay"
    let started = try await command(script, ["start", folder, settings])
    try #require(started.status == 0, "\(started.errors)")
    var problem: (any Error)?
    do {
        try await body(Relay(folder: folder))
    } catch {
        problem = error
    }
    let stopped = try await command(script, ["stop", folder])
    if let problem { throw problem }
    #expect(stopped.status == 0, "\(stopped.errors)")
}
