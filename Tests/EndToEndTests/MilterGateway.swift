import Foundation
import Testing

/// The process of a gateway that runs postsms milter.
extension Gateway {
    var milterSocket: String { folder + "/postsms/milter.sock" }

    var milterProcess: Int32 {
        get throws {
            let text = try String(contentsOfFile: folder + "/milter.pid", encoding: .utf8)
            return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }

    var milterLog: String {
        (try? String(contentsOfFile: folder + "/milter.log", encoding: .utf8)) ?? ""
    }

    /// Its lines on what became of a message to a phone, oldest first.
    var milterStatusLines: [Substring] {
        milterLog.split(separator: "\n").filter { $0.contains("relay=postsms") && $0.contains("status=") }
    }

    func signalMilter(_ signal: Int32) throws {
        try #require(kill(milterProcess, signal) == 0)
    }

    var milterHasEnded: Bool {
        // A process that nobody waited for has no program any more.
        get throws { try readLink("/proc/\(milterProcess)/exe") == nil }
    }

    /// Waits until the milter has a connection to SMSGate.
    func waitUntilSMSGateIsAsked() async throws {
        let process = try milterProcess
        let port = try #require(URLComponents(string: gate.url)?.port)
        _ = try await eventually("SMSGate is asked") { isConnected(process, toPort: port) ? true : nil }
    }

    func waitForEndOfMilter() async throws {
        _ = try await eventually("the milter ends: \(milterLog)") { try milterHasEnded ? true : nil }
    }

    /// Starts it again, and waits until it listens. Its exit status will be in `milter.status`.
    ///
    /// - Parameter environment: `NAME=value` of further variables
    func startMilter(environment: [String] = []) async throws {
        let previous = socketNumber
        try await command(
            "sh",
            [
                "-c",
                """
                folder=$1; shift
                { sh -c 'echo $$ > "$0/milter.pid"; exec "$@"' "$folder" "$@"; echo $? > "$folder/milter.status"; } \
                    < /dev/null >> "$folder/milter.log" 2>&1 &
                """, "sh", folder, "env",
            ] + environment + [
                "setpriv", "--reuid", "postsms", "--regid", "postsms", "--clear-groups",
                folder + "/bin/postsms", "milter", "--config", folder + "/etc/postsms.cf", "--socket",
                milterSocket,
            ])
        // It appears at its path when it listens already.
        _ = try await eventually("the milter listens: \(milterLog)") {
            socketNumber.map { $0 != previous } == true ? true : nil
        }
    }

    /// The inode of the socket; nil: there is none.
    private var socketNumber: Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: milterSocket)
        return attributes?[.systemFileNumber] as? Int
    }

    /// With an exit status in `milter.status`.
    func restartMilter() async throws {
        try signalMilter(SIGTERM)
        try await waitForEndOfMilter()
        try await startMilter()
    }

    func milterExitStatus() async throws -> String {
        try await eventually("the exit status is there") {
            let status = try? String(contentsOfFile: folder + "/milter.status", encoding: .utf8)
            return status.flatMap { $0.isEmpty ? nil : $0.trimmingCharacters(in: .newlines) }
        }
    }

    /// Logins look the user up in a map and a configuration of their own from now on, so that a client gets through AUTH
    /// whatever the milter finds.
    func giveLoginsFilesOfTheirOwn() async throws {
        let result = try await command(
            "sh",
            [
                "-ec",
                """
                cd "$1"
                cp -p credentials logins
                sed "s|$1/credentials|$1/logins|" etc/postsms.cf > etc/logins.cf
                sed -i "s|postsms auth --config $1/etc/postsms.cf|postsms auth --config $1/etc/logins.cf|" etc/master.cf
                postfix -c "$1/etc" reload
                """, "sh", folder,
            ])
        try #require(result.status == 0, "\(result.errors)")
        _ = try await eventually("Postfix has reloaded: \(log)") {
            log.contains("reload -- version") ? true : nil
        }
    }
}

/// The target of a symbolic link, nil if there is none.
func readLink(_ path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
}

/// What the open descriptors of a process refer to, as /proc shows it.
func descriptors(of process: Int32) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")) ?? []
    return names.compactMap { readLink("/proc/\(process)/fd/\($0)") }
}

/// Whether the process has an established connection over IPv4 to a port.
private func isConnected(_ process: Int32, toPort port: Int) -> Bool {
    let sockets = Set(descriptors(of: process))
    // String(contentsOfFile:) ends at the first short read, which here is not the end of the file.
    let table = FileHandle(forReadingAtPath: "/proc/\(process)/net/tcp")?.readDataToEndOfFile() ?? Data()
    return String(decoding: table, as: UTF8.self).split(separator: "\n").dropFirst().contains { line in
        // proc_pid_net(5): number, local and remote address, state, queues, timer, retransmits, uid, timeout,
        // inode.
        let fields = line.split(separator: " ")
        guard fields.count > 9, fields[3] == "01", let remote = fields[2].split(separator: ":").last else {
            return false
        }
        return Int(remote, radix: 16) == port && sockets.contains("socket:[\(fields[9])]")
    }
}

/// What a client submits over one connection with submit.py.
struct Submission: Encodable {
    struct Mail: Encodable {
        var sender = "sender@example.com"
        var recipients = [Gateway.recipient]
        /// The bytes behind DATA, each as the character with that number.
        var wire: String
        /// Sent when this file is there.
        var after: String?

        /// - Parameter text: with LF at line ends, which become CRLF; no line is only a dot
        init(_ text: String, to recipients: [String] = [Gateway.recipient], after: String? = nil) {
            let end = text.hasSuffix("\n") ? "" : "\r\n"
            self.init(
                wire: latin1(text.replacing("\n", with: "\r\n")) + end + ".\r\n", to: recipients, after: after
            )
        }

        init(wire: String, to recipients: [String] = [Gateway.recipient], after: String? = nil) {
            self.wire = wire
            self.recipients = recipients
            self.after = after
        }
    }

    var port: Int
    var tls: Bool
    var user: String
    var password: String
    var mails: [Mail]
}

/// The bytes of a text in UTF-8, each as the character with that number.
func latin1(_ text: String) -> String {
    String(String.UnicodeScalarView(text.utf8.map { Unicode.Scalar($0) }))
}

extension Gateway {
    /// Submits mails with Python's smtplib, over one connection.
    ///
    /// - Returns: the reply to each: code and text
    func submit(
        _ mails: [Submission.Mail], login: String? = "alice:correct horse", tls: Bool = false
    ) async throws -> [String] {
        let words = (login ?? ":").split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let submission = Submission(
            port: tls ? submissionsPort : submissionPort, tls: tls, user: String(words[0]),
            password: String(words[1]), mails: mails)
        let input = String(decoding: try JSONEncoder().encode(submission), as: UTF8.self)
        let result = try await command(
            "python3", [Project.root + "Tests/EndToEndTests/Clients/submit.py"], input: input)
        try #require(result.status == 0, "\(result.errors)")
        return try result.output.split(separator: "\n").map {
            try JSONDecoder().decode([String].self, from: Data($0.utf8)).joined(separator: " ")
        }
    }

    func submit(
        _ mail: String, to recipients: [String] = [Gateway.recipient], login: String? = "alice:correct horse"
    ) async throws -> String {
        try #require(try await submit([Submission.Mail(mail, to: recipients)], login: login).first)
    }

    /// Waits until a client of `submit` waits for this file.
    func waitUntilReached(_ file: String) async throws {
        _ = try await eventually("a client waits for \(file)") {
            FileManager.default.fileExists(atPath: file + ".reached") ? true : nil
        }
    }

    func release(_ file: String) {
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
    }
}

/// A session with a milter: see milter_session.py.
struct MilterConversation: Encodable {
    let socket: String
    /// Packets of each connection: command and data, each byte as the character with that number.
    let connections: [[[String]]]

    /// - Returns: the commands of the packets that came back on each connection, and `closed` where the milter closed it
    func answers() async throws -> [[String]] {
        let input = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        let result = try await command(
            "python3", [Project.root + "Tests/EndToEndTests/Clients/milter_session.py"], input: input)
        try #require(result.status == 0, "\(result.errors)")
        return try result.output.split(separator: "\n").map {
            try JSONDecoder().decode([String].self, from: Data($0.utf8))
        }
    }

    /// All that Postfix can do.
    static let offer = ["O", "\0\0\0\u{6}\0\0\u{1}\u{ff}\0\u{1f}\u{ff}\u{ff}"]

    /// A message from its begin to its end.
    ///
    /// - Parameters:
    ///   - user: nil: without a login
    ///   - body: a piece of it
    ///   - times: how many of that piece there are
    static func message(
        user: String? = "alice", to recipients: [String] = [Gateway.recipient],
        body: String = "Hello\r\n", times: Int = 1,
        queueID: String = "4TESTz1"
    ) -> [[String]] {
        (user.map { [["D", "M{auth_authen}\0\($0)\0"]] } ?? [])
            + [["M", "<sender@example.com>\0"]] + recipients.map { ["R", "<\($0)>\0"] }
            + [["L", "Subject\0 Test\0"]] + [
                ["B", body, "\(times)"], ["D", "Ei\0\(queueID)\0"], ["E", ""],
            ]
    }
}
