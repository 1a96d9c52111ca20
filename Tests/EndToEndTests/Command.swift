import Foundation
import Subprocess

/// The output and exit status of a program.
struct CommandResult {
    /// Exit status; 128 + signal if a signal ended it.
    let status: Int32
    let output: String
    /// Standard error, with LF as line end.
    let errors: String

    var firstLine: String {
        String(output.prefix { $0 != "\n" })
    }
}

/// The folders of sources and executables.
enum Project {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path()
    /// `Tests/run` names the folder; a plain `swift test` has them in the debug build.
    static let executables =
        ProcessInfo.processInfo.environment["POSTSMS_EXECUTABLES"] ?? root + ".build/debug"

    /// The sanitizer that `Tests/Sanitizers/run` built them with: address, thread or nil.
    static let sanitizer = ProcessInfo.processInfo.environment["POSTSMS_SANITIZER"]

    static let postsms = executables + "/postsms"
    static let smsgateSim = executables + "/smsgate-sim"
}

/// Runs a program to its end.
///
/// Its input comes from a file, because a program that ends without reading it would end the test with a
/// SIGPIPE.
@discardableResult
func command(_ program: String, _ arguments: [String], input: String = "") async throws -> CommandResult {
    let file = NSTemporaryDirectory() + "postsms-input-" + UUID().uuidString
    try input.write(toFile: file, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let limit = 4 << 20
    let result = try await run(
        .name("sh"),
        arguments: Arguments(
            ["-c", #"file=$1; shift; exec "$@" < "$file""#, "sh", file, program] + arguments),
        output: .bytes(limit: limit), error: .bytes(limit: limit))
    let status: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    return CommandResult(
        status: status, output: String(decoding: result.standardOutput, as: UTF8.self),
        errors: String(decoding: result.standardError, as: UTF8.self).replacing("\r\n", with: "\n"))
}

struct ConditionNotMet: Error, CustomStringConvertible {
    let description: String
}

/// Waits until `condition` yields a value. The limit only ends a test that has failed.
func eventually<Value>(
    _ what: String, within limit: Duration = .seconds(60), _ condition: () async throws -> Value?
) async throws -> Value {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    repeat {
        if let value = try await condition() { return value }
        try await Task.sleep(for: .milliseconds(50))
    } while clock.now < deadline
    throw ConditionNotMet(description: "did not happen: \(what)")
}
