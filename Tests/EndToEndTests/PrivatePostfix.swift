import Foundation

/// A Postfix that a test has started for itself.
protocol PrivatePostfix: Sendable {
    /// Holds its configuration, queue, log, and the mails that it kept.
    var folder: String { get }
}

extension PrivatePostfix {
    var log: String {
        (try? String(contentsOfFile: folder + "/maillog", encoding: .utf8)) ?? ""
    }

    /// Mails that were no SMS: the bounces that senders got.
    var notices: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/mail")) ?? []
        return names.compactMap { try? String(contentsOfFile: "\(folder)/mail/\($0)", encoding: .utf8) }
    }

    var queue: String {
        get async throws {
            try await command("postqueue", ["-c", folder + "/etc", "-p"]).output
        }
    }

    /// Tries what waits in the queue once more.
    func flush() async throws {
        try await command("postqueue", ["-c", folder + "/etc", "-f"])
    }

    /// Waits until nothing is in the queue any more.
    func waitUntilEmpty() async throws {
        _ = try await eventually("the queue is empty: \(log)") {
            try await queue.contains("Mail queue is empty") ? true : nil
        }
    }
}
