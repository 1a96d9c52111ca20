import Foundation
import Testing

/// The socket of postsms milter: made, or handed over by systemd; and what is at its path by chance.
@Suite struct MilterSocketTests {
    /// Runs a script with postsms milter as `"$@"`, the gate's folder as `$D` and its own socket's path as `$S`.
    private func run(_ gate: Gate, _ script: String, options: [String]? = nil) async throws -> CommandResult {
        let configuration = gate.folder + "/postsms.cf"
        try "smsgate_url = \(gate.url)\n".write(toFile: configuration, atomically: false, encoding: .utf8)
        let socket = gate.folder + "/milter.sock"
        return try await command(
            "env",
            [
                "D=\(gate.folder)", "S=\(socket)",
                "SUPERVISOR=\(Project.root)Tests/EndToEndTests/Servers/supervisor.py",
                "sh", "-c", script, "sh", Project.postsms, "milter", "--config", configuration,
            ] + (options ?? ["--socket", socket]))
    }

    /// Starts it in the background, as process `$P`, and waits until it listens.
    private static let start = #""$@" > "$D/first" 2>&1 & P=$!; until [ -S "$S" ]; do sleep 0.02; done; "#

    @Test func theSocketIsForItsGroupAndGoneAtTheEnd() async throws {
        try await withGate { gate in
            let result = try await run(
                gate, Self.start + #"stat -c %A "$S"; kill $P; wait $P; echo $?; ls "$D""#)
            let lines = result.output.split(separator: "\n")
            #expect(lines.prefix(2) == ["srw-rw----", "0"], "\(result)")
            #expect(!lines.contains { $0.contains("sock") })
        }
    }

    /// Where nobody listens any more.
    @Test(arguments: ["SIGKILL leaves it", "another program leaves it"])
    func aStaleSocketIsReplaced(how: String) async throws {
        try await withGate { gate in
            let leave =
                how.hasPrefix("SIGKILL")
                ? Self.start + #"kill -9 $P; wait $P; "#
                : #"python3 -c 'import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()' "$S"; "#
            let inode = #"stat -c %i "$S"; "#
            // The inode is kept, so that no other file gets its number.
            let second =
                #"ln "$S" "$D/kept"; "$@" & P=$!; while [ "$S" -ef "$D/kept" ]; do sleep 0.02; done; "#
            let result = try await run(
                gate, leave + inode + second + inode + #"kill $P; wait $P; echo $?; ls "$S""#)
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 3 && lines[0] != lines[1] && lines[2] == "0", "\(result)")
        }
    }

    /// Each script puts something at `$S` or says something else is wrong. It is the same behind it.
    @Test(arguments: [
        (#"echo precious > "$S""#, "is something else"), (#"mkdir "$S""#, "is something else"),
        (#"ln -s nowhere "$S""#, "is something else"),
        (#"ln -s "$D/other" "$S"; echo precious > "$D/other""#, "is something else"),
        (#"mkfifo "$S""#, "is something else"),
        (
            Self.start.replacing("; until", with: "; echo $P > \"$D/pid\"; until"),
            "another process listens on it"
        ),
    ])
    func whatIsAtThePathIsLeftAlone(script: String, problem: String) async throws {
        try await withGate { gate in
            let state = #"stat -c '%i %F %s' "$S"; "#
            let result = try await run(
                gate,
                script + "\n" + state + #"timeout 20 "$@"; echo $?; "# + state
                    + #"[ ! -e "$D/pid" ] || { kill $P; wait $P; }; ls "$D" >&2"#)
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 3 && lines[0] == lines[2] && lines[1] == "1", "\(result)")
            #expect(
                result.errors.contains("postsms: --socket: \(gate.folder)/milter.sock: \(problem)\n"),
                "\(result)")
            // Nor is anything left beside it.
            #expect(!result.errors.contains("milter.sock."), "\(result)")
        }
    }

    @Test(arguments: [
        (
            ["--socket", "milter.sock"],
            "--socket: milter.sock: expected an absolute path of at most 99 bytes"
        ),
        (
            ["--socket", "/" + String(repeating: "x", count: 120)],
            "expected an absolute path of at most 99 bytes"
        ),
        (["--socket", "/nonexistent/milter.sock"], "cannot be made: No such file or directory"),
        ([], "--socket is missing, and no socket was handed over"),
    ])
    func withoutASocketItSaysWhy(options: [String], problem: String) async throws {
        try await withGate { gate in
            let result = try await run(gate, #"timeout 20 "$@""#, options: options)
            #expect(result.status == 1)
            #expect(result.errors.contains(problem), "\(result.errors)")
        }
    }

    /// What another process has put at the path in the meantime.
    @Test func somebodyElsesSocketStays() async throws {
        try await withGate { gate in
            let result = try await run(
                gate,
                Self.start + #"mv "$S" "$D/away"; echo mine > "$S"; kill $P; wait $P; echo $?; cat "$S""#)
            #expect(result.output == "0\nmine\n", "\(result)")
        }
    }

    /// An accident with the configuration is for each message, not for the start.
    @Test func aBrokenConfigurationDoesNotKeepItFromStarting() async throws {
        try await withGate { gate in
            let result = try await run(
                gate, #"echo nonsense > "$D/postsms.cf"; "# + Self.start + "kill $P; wait $P; echo $?")
            #expect(result.output == "0\n", "\(result)")
        }
    }

    // MARK: As a service of systemd

    @Test func systemdHandsASocketOver() async throws {
        try await withGate { gate in
            let result = try await run(gate, #"python3 "$SUPERVISOR" unix "$D" "$@""#, options: [])
            #expect(result.output == "READY=1\nanswer O\nSTOPPING=1\nexit 0\n", "\(result)")
            // It is not the milter's to remove.
            #expect(FileManager.default.fileExists(atPath: gate.folder + "/socket"))
        }
    }

    @Test(arguments: [
        ("other", [], "--socket is missing, and no socket was handed over"),
        ("two", [], "2 sockets were handed over, one is wanted"),
        ("tcp", [], "the socket handed over is not a listening UNIX-domain stream socket"),
        ("datagram", [], "the socket handed over is not a listening UNIX-domain stream socket"),
        ("unconnected", [], "the socket handed over is not a listening UNIX-domain stream socket"),
        (
            "unix", ["--socket", "/nonexistent/milter.sock"],
            "--socket: there is one already that was handed over"
        ),
    ])
    func whatCannotBeUsedIsRefused(kind: String, options: [String], problem: String) async throws {
        try await withGate { gate in
            let result = try await run(gate, #"python3 "$SUPERVISOR" \#(kind) "$D" "$@""#, options: options)
            #expect(result.output == "exit 1\n", "\(result)")
            #expect(result.errors.contains(problem), "\(result)")
        }
    }
}
