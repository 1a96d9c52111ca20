import Foundation

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

    /// Waits until the queue is empty.
    func waitUntilEmpty() async throws {
        _ = try await eventually("the queue is empty: \(log)") {
            try await queue.contains("Mail queue is empty") ? true : nil
        }
    }
}
