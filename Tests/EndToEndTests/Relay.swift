import Foundation
import Testing

/// A private Postfix that sends what the programs of its machine mail to a gateway, as any other client of it.
struct Relay: PrivatePostfix {
    let folder: String

    /// The lines of the log that say what became of a mail at the gateway, oldest first.
    var statusLines: [Substring] {
        log.split(separator: "\n").filter { $0.contains("postfix/smtp[") && $0.contains("status=") }
    }
}

/// Runs `body` with a relay and stops it afterwards.
///
/// - Parameters:
///   - settings: a file with its settings
///   - folder: where it is made
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
