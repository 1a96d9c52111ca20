import Foundation
import Testing

/// Servers, environments and inputs must not make `postsms pipe` send a second SMS, show a secret or forge a
/// line.
@Suite struct HostileSurroundingsTests {
    private static let mail = "Subject: Test\n\nHello\n"
    /// AddressSanitizer and ThreadSanitizer need all of the address space.
    private static let withLittleMemory =
        (Project.sanitizer != nil ? "" : "ulimit -v 1000000; ") + #"exec "$@""#

    /// - Parameters:
    ///   - shell: runs the program, which is `"$@"`
    ///   - timeout: short only if an answer must not come in time
    ///   - device: empty: SMSGate is asked for one
    private func pipe(
        _ gate: Gate, user: String = "alice", environment: [String] = [], shell: String = "exec \"$@\"",
        mail: String = mail, timeout: String = "30s", device: String = "phone-1"
    ) async throws -> CommandResult {
        let credentials = try gate.writeCredentials()
        return try await command(
            "env",
            environment + [
                "sh", "-c", shell, "sh", Project.postsms, "pipe", "-o", "smsgate_url=\(gate.url)", "-o",
                "credentials_file=\(credentials)", "-o", "smsgate_timeout=\(timeout)", "-o",
                "device_id=\(device)", "--user=\(user)", "--queue-id=4F1",
                Gateway.recipient,
            ], input: mail)
    }

    /// A useless answer must not cost time or memory; the next request shows whether the message was
    /// accepted.
    @Test(arguments: ["endless,accept,times=1", "half,times=1", "page,accept,times=1", "cut,accept,times=1"])
    func anAnswerThatCannotBeReadIsSettledByTheNextRequest(answer: String) async throws {
        try await withGate { gate in
            try await gate.answer(answer)
            let result = try await pipe(gate, shell: Self.withLittleMemory)
            #expect(result.status == 0, "\(result.output)")
            #expect(try gate.messages().count == 1)
        }
    }

    /// One byte a second takes all the time; the next try succeeds.
    @Test func anAnswerThatComesByteByByteHasTheSameDeadline() async throws {
        try await withGate { gate in
            try await gate.answer("trickle,accept")
            let first = try await pipe(gate, timeout: "2s")
            #expect(first.firstLine == "4.4.2 451 Timeout")
            #expect(first.status == 75)
            try await gate.answer("ok")
            let second = try await pipe(gate)
            #expect(second.status == 0, "\(second.output)")
            #expect(try gate.messages().count == 1)
        }
    }

    /// Every request gets the answer.
    @Test(
        arguments: [
            ("header without end", 75, "4.3.0 451 Temporary failure, try again later"),
            ("line without end", 75, "4.3.0 451 Temporary failure, try again later"),
            ("interim answers without end", 75, "4.4.1 451 Cannot reach SMSGate: "),
            ("compression bomb", 75, "4.3.0 451 Temporary failure, try again later"),
            ("no JSON", 75, "4.3.0 451 Temporary failure, try again later"),
            ("JSON that is no object", 75, "4.3.0 451 Temporary failure, try again later"),
            ("deep JSON", 75, "4.3.0 451 Temporary failure, try again later"),
            ("body longer than it says", 75, "4.3.0 451 Temporary failure, try again later"),
            ("body shorter than it says", 75, "4.3.0 451 Temporary failure, try again later"),
            ("wrong content type", 75, "4.3.0 451 Temporary failure, try again later"),
            ("no body", 75, "4.3.0 451 Temporary failure, try again later"),
            ("id of the request", 0, "2.0.0 250 Message accepted id="),
            ("message that is no text", 75, "4.3.0 450 Temporary failure, try again later"),
            ("message with control characters", 75, "4.3.0 450 Temporary failure, try again later"),
            ("no header", 75, "4.4.1 451 Cannot reach SMSGate: "),
            ("no status", 75, "4.4.1 451 Cannot reach SMSGate: "),
        ] as [(String, Int32, String)])
    func noAnswerIsTakenForMoreThanItSays(answer: String, status: Int32, line: String) async throws {
        try await withRawAnswer(answer) { gate in
            let endless = answer.hasSuffix("without end")
            let result = try await pipe(gate, shell: Self.withLittleMemory, timeout: endless ? "2s" : "30s")
            #expect(result.status == status)
            #expect(result.firstLine.hasPrefix(line), "\(result.output)")
            #expect(result.output.split(separator: "\n").count <= 2)
            let controls = result.output.unicodeScalars.filter { $0.properties.generalCategory == .control }
            #expect(controls.allSatisfy { $0 == "\n" })
        }
    }

    @Test func aRedirectIsNotFollowed() async throws {
        try await withGate { other in
            try await withGate { gate in
                try await gate.answer("redirect=\(other.url)/messages,everywhere")
                let result = try await pipe(gate)
                #expect(result.status == 75)
                #expect(
                    result.firstLine == "4.3.5 451 Local configuration error: smsgate_url: unexpected answer")
                #expect(try other.messages().isEmpty)
            }
        }
    }

    /// The list of devices and the message take 1.5 seconds each: with 2 seconds for each, both would be in
    /// time.
    @Test func allRequestsTogetherHaveOneDeadline() async throws {
        try await withGate { gate in
            try await gate.answer("delay=1.5,everywhere")
            let result = try await pipe(gate, timeout: "2s", device: "")
            #expect(result.status == 75)
            #expect(result.firstLine == "4.4.2 451 Timeout")
        }
    }

    @Test func aServerThatNeverAnswersIsATimeout() async throws {
        try await withGate { gate in
            try await gate.answer("hang,everywhere")
            #expect(try await pipe(gate, timeout: "1s").firstLine == "4.4.2 451 Timeout")
        }
    }

    @Test(arguments: [
        "http_proxy=http://127.0.0.1:1", "all_proxy=socks5://127.0.0.1:1", "CURL_HOME=/nonexistent",
        "OPENSSL_CONF=/nonexistent", "GCONV_PATH=/nonexistent", "LC_ALL=tr_TR.UTF-8", "TZ=Nowhere/Never",
        "MALLOC_PERTURB_=1",
    ])
    func theEnvironmentChangesNothing(variable: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, environment: [variable])
            #expect(result.status == 0, "\(result.output)")
            #expect(try gate.texts() == ["Hello"])
        }
    }

    /// An error after the SMS is sent must not lead to another try.
    @Test(arguments: ["\"$@\" >&-", "\"$@\" > /dev/full", "\"$@\" 2>&- >&-"])
    func anOutputThatCannotBeWrittenIsNoFailure(shell: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, shell: shell)
            #expect(result.status == 0)
            #expect(try gate.messages().count == 1)
        }
    }

    /// pipe(8) reads a command's output only after its end of input; a wrapper may have filled the pipe
    /// before.
    @Test func aFullPipeIsNoFailure() async throws {
        try await withGate { gate in
            let script = """
                import os, subprocess, sys
                reader, writer = os.pipe()
                os.set_blocking(writer, False)
                try:
                    while os.write(writer, bytes(4096)): pass
                except BlockingIOError:
                    os.set_blocking(writer, True)
                sys.exit(subprocess.run(sys.argv[1:], stdout=writer).returncode)
                """
            let result = try await pipe(
                gate, environment: ["SCRIPT=\(script)"], shell: #"python3 -c "$SCRIPT" "$@""#)
            #expect(result.status == 0)
            #expect(try gate.messages().count == 1)
        }
    }

    /// Postfix retries the message as soon as it starts again, so no process may be left that sends it, too.
    @Test func aDeliveryEndsWithItsParent() async throws {
        try await withGate { gate in
            try await gate.answer("hang,everywhere")
            // The parent is killed once the message was read and the gate is asked.
            let script = """
                cat > "\(gate.folder)/mail"
                "$@" < "\(gate.folder)/mail" & echo $! > "\(gate.folder)/pid"
                until ls -l /proc/$!/fd | grep -q socket: ; do sleep 0.02; done
                kill -9 $$
                """
            _ = try await pipe(gate, shell: script)
            let process = try String(contentsOfFile: gate.folder + "/pid", encoding: .utf8).dropLast()
            _ = try await eventually("the delivery ends") {
                FileManager.default.fileExists(atPath: "/proc/\(process)/fd/0") ? nil : true
            }
        }
    }

    @Test func withoutFileDescriptorsAMessageIsDeferred() async throws {
        try await withGate { gate in
            var failures: [String] = []
            for limit in 4...12 {
                let result = try await pipe(gate, shell: "ulimit -n \(limit); exec \"$@\"")
                if result.status != 0 {
                    #expect(result.status == 75)
                    failures.append(result.firstLine)
                }
            }
            #expect(!failures.isEmpty)
            let line = "4.3.5 451 Local configuration error: "
            #expect(failures.allSatisfy { $0.hasPrefix(line) }, "\(failures)")
            #expect(try gate.messages().count == 1)
        }
    }

    /// pipe(8) defers with 4.3.0 if a signal ends the command.
    @Test(.disabled(if: Project.sanitizer != nil)) func withoutMemoryAMessageIsDeferred() async throws {
        try await withGate { gate in
            let text = String(repeating: "No memory is left for this.\n", count: 4 << 20)
            let mail = "Subject: Test\n\n" + text
            let result = try await pipe(gate, shell: "ulimit -v 200000; \"$@\"", mail: mail)
            #expect(result.status == 75 || result.status > 128, "\(result)")
            #expect(try gate.messages().isEmpty)
        }
    }

    @Test func anUnreadableTimeZoneChangesNothing() async throws {
        try await withGate { gate in
            let script = """
                exec unshare --mount sh -c 'mount --bind /dev/null /etc/localtime && exec "$@"' sh "$@"
                """
            let result = try await pipe(gate, shell: script)
            #expect(result.status == 0, "\(result.errors)")
            #expect(try gate.messages().count == 1)
        }
    }

    /// A container or a service may lack /proc, which Swift's library needs to find the command line.
    @Test(.disabled(if: Project.sanitizer != nil)) func thereNeedBeNoProc() async throws {
        try await withGate { gate in
            let script = #"exec unshare --mount sh -c 'umount -l /proc && exec "$@"' sh "$@""#
            let result = try await pipe(gate, shell: script)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(try gate.messages().count == 1)
        }
    }

    /// A server without a trusted certificate for the name in smsgate_url gets no password.
    @Test(
        arguments: [
            ("IP:127.0.0.1", true, 0, "2.0.0 250 Message accepted id="),
            (
                "IP:127.0.0.1", false, 75,
                "4.4.1 451 Cannot reach SMSGate: SSL certificate problem: self-signed certificate"
            ),
            (
                "DNS:other.example", true, 75,
                "4.4.1 451 Cannot reach SMSGate: SSL: no alternative certificate subject name"
            ),
        ] as [(String, Bool, Int32, String)])
    func onlyATrustedCertificateIsTalkedTo(name: String, isTrusted: Bool, status: Int32, line: String)
        async throws
    {
        try await withRawAnswer("id of the request", tlsName: name) { gate in
            let trust = isTrusted ? " -o smsgate_ca_file=\(gate.folder)/cert.pem" : ""
            let result = try await pipe(gate, shell: #"exec "$@""# + trust)
            #expect(result.status == status)
            #expect(result.firstLine.hasPrefix(line), "\(result.output)")
            #expect(result.firstLine.contains("smsgate_ca_file") == (status != 0), "\(result.output)")
        }
    }

    /// The folder of CA certificates is read first; a certificate that is only in the file is trusted, too.
    @Test func aCertificateOfTheSystemsFileIsTrusted() async throws {
        try await withRawAnswer("id of the request", tlsName: "IP:127.0.0.1") { gate in
            let script = """
                file=/etc/ssl/certs/ca-certificates.crt
                cat "$file" "\(gate.folder)/cert.pem" > "\(gate.folder)/all.pem"
                exec unshare --mount sh -c 'mount --bind "$0" "$1" && shift && exec "$@"' \
                    "\(gate.folder)/all.pem" "$file" "$@"
                """
            let result = try await pipe(gate, shell: script)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }

    /// An administrator may require more than OpenSSL's default: level 5 needs longer keys than the server's.
    @Test(
        arguments: [(5, 75, "4.4.1 451 Cannot reach SMSGate: SSL "), (2, 0, "2.0.0 250 ")]
            as [(Int, Int32, String)])
    func theSystemsSettingsForTLSCount(level: Int, status: Int32, line: String) async throws {
        try await withRawAnswer("id of the request", tlsName: "IP:127.0.0.1") { gate in
            let settings = """
                openssl_conf = all
                [all]
                ssl_conf = tls
                [tls]
                system_default = here
                [here]
                CipherString = DEFAULT@SECLEVEL=\(level)
                """
            try settings.write(toFile: gate.folder + "/tls.cnf", atomically: true, encoding: .utf8)
            let script = """
                exec unshare --mount sh -c 'mount --bind "$0" /usr/lib/ssl/openssl.cnf && exec "$@"' \
                    "\(gate.folder)/tls.cnf" "$@" -o "smsgate_ca_file=\(gate.folder)/cert.pem"
                """
            let result = try await pipe(gate, shell: script)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.firstLine.hasPrefix(line), "\(result.output)")
        }
    }

    /// If it were linked, the program would not start, and pipe(8) would bounce the message.
    @Test func aLibcurlThatDoesNotLoadDefersTheMessage() async throws {
        try await withGate { gate in
            let script = """
                library=$(readlink -f /usr/lib/*/libcurl.so.4)
                exec unshare --mount sh -c 'mount --bind /dev/null "$0" && exec "$@"' "$library" "$@"
                """
            let result = try await pipe(gate, shell: script)
            #expect(result.status == 75)
            #expect(result.firstLine.hasPrefix("4.3.5 451 Local configuration error: "), "\(result.output)")
            #expect(result.output.contains("libcurl.so.4"))
            #expect(try gate.messages().isEmpty)
        }
    }

    @Test func thereIsNoCoreDump() async throws {
        try await withGate { gate in
            try await gate.answer("hang,everywhere")
            let script = """
                ulimit -c unlimited; cd "\(gate.folder)"; cat > mail
                "$@" < mail &
                until ls -l /proc/$!/fd | grep -q socket: ; do sleep 0.02; done
                stat -c %U /proc/$!/mem > owner; kill -SEGV $!; wait $!
                """
            let result = try await pipe(gate, shell: script)
            #expect(result.status == 128 + SIGSEGV)
            let files = try FileManager.default.contentsOfDirectory(atPath: gate.folder)
            #expect(!files.contains { $0.hasPrefix("core") }, "\(files)")
        }
    }

    /// A reader that goes away early.
    @Test func aClosedPipeIsNoFailure() async throws {
        try await withGate { gate in
            let result = try await pipe(
                gate, shell: "{ \"$@\"; echo $? > \"\(gate.folder)/status\"; } | true")
            #expect(result.status == 0)
            let status = try String(contentsOfFile: gate.folder + "/status", encoding: .utf8)
            #expect(status == "0\n")
            #expect(try gate.messages().count == 1)
        }
    }

    @Test(arguments: ["alice\r\nX-Injected: yes", "alice\n", "al\0ice"])
    func aUserNameForgesNothing(user: String) async throws {
        try await withGate { gate in
            let result = try await pipe(gate, user: user.replacing("\0", with: ""))
            // The caller's treatment of the NUL decides: that user sends, and a success has two lines.
            let isSent = user.contains("\0")
            #expect(result.output.split(separator: "\n").count == (isSent ? 2 : 1))
            #expect(result.status == (isSent ? 0 : 77))
        }
    }
}
