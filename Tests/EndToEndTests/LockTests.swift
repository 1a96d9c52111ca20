import Foundation
import Testing

/// flock(2) works on any open file. A user with read permission only must not delay anything.
@Suite struct LockTests {
    /// Runs `body` while the user nobody holds a lock on `path`, or after it was refused one if not
    /// `isReadable`.
    private func withLock(
        on path: String, isReadable: Bool, in gateway: Gateway, _ body: () async throws -> Void
    ) async throws {
        // Ends with its input at the latest.
        let script = """
            exec 3< "$0" 4> "$1/locker.log"
            setpriv --reuid=nobody --regid=nogroup --clear-groups --inh-caps=-all \\
                flock --exclusive --nonblock "$2" sh -c 'echo locked; exec cat <&3' >&4 2>&4 3<&3 || echo refused >&4
            """
        let fifo = "\(gateway.gate.folder)/\(UUID().uuidString)"
        try await command("mkfifo", [fifo])
        async let locker = command("bash", ["-c", script, fifo, gateway.gate.folder, path])
        // Opening the other end lets the script continue; closing it ends the lock.
        let end = try FileHandle(forUpdating: URL(filePath: fifo))
        let isLocked = try await eventually("the lock is tried") {
            let log = try? String(contentsOfFile: gateway.gate.folder + "/locker.log", encoding: .utf8)
            return log?.contains("locked\n") == true ? true : log?.contains("refused\n") == true ? false : nil
        }
        #expect(isLocked == isReadable)
        var problem: (any Error)?
        do { try await body() } catch { problem = error }
        try end.close()
        _ = try await locker
        if let problem { throw problem }
    }

    /// Runs `script`, to which `folder` is `$0`.
    private func make(_ script: String, _ folder: String) async throws {
        let made = try await command("sh", ["-c", script, folder])
        try #require(made.status == 0, "\(made.errors)")
    }

    @Test(arguments: [("", true), ("/map", false), ("/map.lock", false), ("/map.new", false)])
    func nobodyHoldsUpTheRemovalOfAUser(name: String, isReadable: Bool) async throws {
        try await withGateway { gateway in
            let folder = gateway.folder + "/etc"
            let map = folder + "/map"
            // A lock and a new map left by a killed edit.
            try await make(
                """
                cd "$0" && umask 077 && : > map.lock && : > map.new
                printf 'alice:x\\nbob:y\\n' > map && chgrp postsms map && chmod 640 map
                """, folder)
            try await withLock(on: folder + name, isReadable: isReadable, in: gateway) {
                let removed = try await command(
                    Project.postsms, ["credentials", "remove", "-o", "credentials_file=\(map)", "bob"])
                #expect(removed.output == "bob: removed\n", "\(removed.errors)")
                #expect(try String(contentsOfFile: map, encoding: .utf8) == "alice:x\n")
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
                $0.hasPrefix("map")
            }
            #expect(left == ["map"])
        }
    }

    @Test(arguments: [
        ("", true), ("/postsms.prom", true), ("/postsms.prom.lock", false), ("/postsms.prom.new", false),
    ])
    func nobodyHoldsUpTheMetrics(name: String, isReadable: Bool) async throws {
        try await withGateway { gateway in
            let folder = gateway.folder + "/metrics"
            let path = folder + "/postsms.prom"
            try await make(
                """
                install -d -o postsms -m 755 "$0" && cd "$0" && umask 077 && : > postsms.prom.lock
                : > postsms.prom.new && : > postsms.prom && chown postsms p* && chmod 644 postsms.prom
                """, folder)
            try gateway.setConfiguration(gateway.configuration + "\nmetrics_file = \(path)\n")
            try await withLock(on: folder + name, isReadable: isReadable, in: gateway) {
                #expect(try await gateway.curl("Subject: Test\n\nHello\n").status == 0)
                _ = try await eventually("the delivery is counted: \(gateway.log)") {
                    try String(contentsOfFile: path, encoding: .utf8).contains("emails_received_total 1\n")
                        ? true : nil
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["postsms.prom"])
        }
    }
}
