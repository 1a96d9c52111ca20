import Foundation
import Testing

/// A Postfix that a test has started.
protocol PrivatePostfix: Sendable {
    /// The folder of its configuration, queue, log and local mail.
    var folder: String { get }
}

extension PrivatePostfix {
    var log: String {
        (try? String(contentsOfFile: folder + "/maillog", encoding: .utf8)) ?? ""
    }

    /// Mails that did not become SMS: the bounces to senders.
    var notices: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/mail")) ?? []
        return names.compactMap { try? String(contentsOfFile: "\(folder)/mail/\($0)", encoding: .utf8) }
    }

    var queue: String {
        get async throws {
            try await command("postqueue", ["-c", folder + "/etc", "-p"]).output
        }
    }

    /// Retries the mail in the queue.
    func flush() async throws {
        try await command("postqueue", ["-c", folder + "/etc", "-f"])
    }

    /// Has Postfix read its settings again, and waits until no process that answers clients or delivers has the old
    /// ones. The log does not tell: a test may have broken it.
    func reload() async throws {
        // Before it runs its program, a new process has the name of its parent. qmgr(8) runs always.
        let script = """
            pgrep -P $(cat $0/queue/pid/master.pid) -x 'smtpd|qmgr|master'
            postfix -c $0/etc reload >&2
            """
        let result = try await command("sh", ["-c", script, folder])
        try #require(result.status == 0, "\(result.errors)")
        _ = try await eventually("Postfix reads its settings: \(log)", within: .seconds(120)) {
            let old = result.output.split(separator: "\n")
            return old.contains { FileManager.default.fileExists(atPath: "/proc/\($0)") } ? nil : true
        }
    }

    /// Waits until the queue is empty.
    func waitUntilEmpty() async throws {
        _ = try await eventually("the queue is empty: \(log)") {
            try await queue.contains("Mail queue is empty") ? true : nil
        }
    }
}
