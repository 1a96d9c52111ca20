import Foundation
import Testing

/// The output of check.
struct CheckReport {
    let status: Int32
    /// Its errors and warnings, in order.
    let problems: [String]
    /// The commands below each.
    let fixes: [String: [String]]
    /// Whether it ends with the advice to let Postfix read its settings again.
    let reloads: Bool

    init(_ result: CommandResult) {
        status = result.status
        reloads = result.output.contains("To apply changed settings of Postfix: ")
        var problems: [String] = []
        var fixes: [String: [String]] = [:]
        for line in result.output.split(separator: "\n").map(String.init) {
            if line.hasPrefix("error ") || line.hasPrefix("warning ") {
                problems.append(line)
            } else if line.hasPrefix("             "), let problem = problems.last {
                fixes[problem, default: []].append(String(line.drop { $0 == " " }))
            }
        }
        self.problems = problems
        self.fixes = fixes
    }
}

/// A private Postfix to check.
struct CheckedInstance {
    let gateway: Gateway

    private var variables: String {
        """
        D=\(gateway.folder) E=\(gateway.folder)/etc GATE=\(gateway.gate.url)
        PLAINPORT=\(gateway.submissionPort) PLAIN=127.0.0.1:$PLAINPORT/inet
        TLSPORT=\(gateway.submissionsPort) TLS=127.0.0.1:$TLSPORT/inet

        """
    }

    @discardableResult
    func shell(_ script: String, input: String = "") async throws -> CommandResult {
        let result = try await command("sh", ["-c", variables + script], input: input)
        #expect(result.status == 0, "\(script): \(result.errors)")
        return result
    }

    /// Expands the instance's own names in the beginnings of lines. `$LAST`: the number of the line that was
    /// added.
    func expand(_ words: [String]) async throws -> [String] {
        var expanded: [String] = []
        for word in words {
            let file = word.contains("$D/postsms_credentials") ? "$D/postsms_credentials" : "$E/postsms.cf"
            let pattern = word.contains("max_segments") ? "max_segments" : ""
            let script =
                "LAST=$(grep -n '^\(pattern)' \(file) 2> $D/grep.log | tail -n 1 | cut -d: -f1) sasl_username='${sasl_username}' sender='${sender}' queue_id='${queue_id}' size='${size}' recipient='${recipient}'\nprintf %s \"\(word.replacing("\"", with: "\\\""))\""
            expanded.append(try await shell(script).output)
        }
        return expanded
    }

    func check(_ arguments: [String]) async throws -> CheckReport {
        // As root runs it: with the installed program, if that works.
        let program = gateway.folder + "/bin/postsms"
        let works = try? await command(program, ["--version"])
        let arguments = arguments.map { $0.replacing("$E", with: gateway.folder + "/etc") }
        return CheckReport(
            try await command(
                works?.output.hasPrefix("postsms ") == true ? program : Project.postsms,
                ["check", "--config-directory", gateway.folder + "/etc"] + arguments))
    }

    /// Commands of a report that could destroy something.
    func harm(in report: CheckReport) -> [String] {
        report.fixes.values.joined().compactMap { fix in
            HarmlessCommand(text: fix, program: gateway.folder + "/bin/postsms").harm.map { "\($0): \(fix)" }
        }
    }

    /// Runs each command as printed, and reloads Postfix if told to.
    func mend(_ report: CheckReport, input: String) async throws {
        for problem in report.problems {
            for fix in report.fixes[problem] ?? [] {
                // The tests must not change the machine's own Postfix.
                guard !fix.contains("/etc/postfix") else {
                    Issue.record("\(fix) is not for this instance")
                    continue
                }
                // A diagnostic command, which fixes nothing.
                if fix.hasPrefix("curl ") { continue }
                if fix.hasSuffix(" reload") {
                    try await gateway.reload()
                    continue
                }
                let result = try await command("sh", ["-c", fix], input: input)
                #expect(result.status == 0, "\(fix): \(result.errors)")
            }
        }
        if report.reloads { try await gateway.reload() }
    }

    /// Prints the processes of this instance's milter, however they were started.
    static let milters = "pgrep -u postsms -f \"milter .*--socket $D/postsms/\""

    /// A command starts the milter without waiting until it listens.
    func waitForMilter() async throws {
        _ = try await eventually("the milter answers") {
            try await check([]).problems.contains { $0.hasPrefix("error    milter: it does not run") }
                ? nil : true
        }
    }

    /// The documented default allows AUTH without TLS, which is a warning. The name of the map shows that it is ours.
    func makeClean() async throws {
        try await shell(
            "mv $D/credentials $D/postsms_credentials && sed -i s/credentials$/postsms_credentials/ $E/postsms.cf"
        )
        let found = try await check([])
        #expect(
            found.problems.map { $0.contains("AUTH works without TLS too") } == [true], "\(found)")
        try await mend(found, input: "")
        let clean = try await check([])
        #expect(clean.problems == [])
        #expect(clean.status == 0)
    }

    func keep() async throws {
        try await shell("rm -rf $D.kept && cp -a $D $D.kept")
    }

    /// Restores the saved state, because a fix need not restore the same state.
    ///
    /// Postfix starts again: after a process that met a fault, or no file at all, master(8) starts no other one for a
    /// minute, even if it is told to reload.
    func restore() async throws {
        try await shell(
            """
            master=/proc/$(tr -d ' ' < $D/queue/pid/master.pid)
            if [ "$(cat $master/comm)" = master ]; then
                kill ${master#/proc/}
                while grep -q '^State:.[^Z]' $master/status 2> $D/stop.log; do sleep 0.1; done
            fi
            rm -rf $E && cp -a $D.kept/etc $E && cp -a $D.kept/postsms_credentials $D.kept/key.pem $D.kept/cert.pem $D
            cp -a --remove-destination $D.kept/bin/postsms $D/bin/ && chmod 755 $D
            postfix -c $E start >> $D/start.log 2>&1
            """)
    }
}
