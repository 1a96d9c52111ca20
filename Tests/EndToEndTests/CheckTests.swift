import Foundation
import Testing

/// `postsms check` on a private Postfix: it reports planted faults, and the commands that it prints fix them.
@Suite struct CheckTests {
    /// Those who are added on the way are at SMSGate too, whom the command asks.
    private static let accounts =
        Gate.accounts + "\nUSER:correct horse:phone-6\nerin:correct horse:phone-7"

    @Test(arguments: Area.allCases)
    func eachFaultIsFoundAndItsFixMendsIt(area: Area) async throws {
        try await withGateway(accounts: Self.accounts, milter: area == .milter) { gateway in
            let instance = CheckedInstance(gateway: gateway)
            try await instance.makeClean()
            for fault in area.faults {
                try await instance.keep()
                try await instance.shell(fault.plant)
                if fault.reloads { try await gateway.reload() }
                let found = try await instance.check(fault.arguments)
                let expected = try await instance.expand(fault.findings)
                #expect(found.problems.count == expected.count, "\(fault.plant): \(found.problems)")
                for (problem, words) in zip(found.problems, expected) {
                    #expect(problem.hasPrefix(words), "\(fault.plant)")
                }
                #expect(
                    found.status == (expected.contains { $0.hasPrefix("error") } ? 1 : 0), "\(fault.plant)")
                #expect(instance.harm(in: found) == [], "\(fault.plant)")
                if fault.isMended {
                    #expect(found.problems.allSatisfy { found.fixes[$0]?.isEmpty == false }, "\(fault.plant)")
                    try await mend(fault, found, instance, area)
                }
                try await instance.restore()
            }
            if area == .milter { try await instance.shell("kill $(\(CheckedInstance.milters))") }
        }
    }

    /// Runs the printed commands, after which check has nothing to say.
    private func mend(
        _ fault: Fault, _ found: CheckReport, _ instance: CheckedInstance, _ area: Area
    ) async throws {
        try await instance.mend(found, input: fault.input)
        // The fault may have hidden something that is missing now, such as a first user.
        if area == .milter { try await instance.waitForMilter() }
        var rest = try await instance.check(fault.arguments)
        if rest.status == 0, !rest.problems.isEmpty {
            try await instance.mend(rest, input: fault.input)
            rest = try await instance.check(fault.arguments)
        }
        if rest.problems.contains(where: { $0.hasPrefix("error    port ") }) {
            // A process that met the fault may have ended, and master(8) starts the next one a minute later.
            _ = try? await eventually("the ports answer", within: .seconds(120)) {
                rest = try await instance.check(fault.arguments)
                return rest.problems.isEmpty ? true : nil
            }
        }
        #expect(
            rest.problems == [],
            "not fixed: \(fault.plant): \(found.fixes)\n\(instance.gateway.log.suffix(10_000))")
        #expect(rest.status == 0)
    }

    /// A problem that no command can fix is still reported, with a diagnostic command.
    @Test func whatIsOutOfReachIsToldOf() async throws {
        try await withGateway(accounts: Self.accounts) { gateway in
            let instance = CheckedInstance(gateway: gateway)
            try await instance.makeClean()
            let device = try await instance.check(["--user", "carol"])
            #expect(
                device.problems == [
                    "error    user carol: SMSGate knows the password, but no device; log in on a phone, then:"
                ])
            let away = try await instance.check(["-o", "smsgate_url=http://127.0.0.1:1"])
            #expect(
                away.problems.map { $0.replacing("Could not", with: "Couldn't") } == [
                    "error    SMSGate: http://127.0.0.1:1 cannot be reached: Couldn't connect to server"
                ])
            #expect(away.fixes.values.joined().joined() == "curl -v http://127.0.0.1:1/health")
            let postfix = try await command(Project.postsms, ["check", "--config-directory", "/nonexistent"])
            #expect(
                postfix.output.contains(
                    "error    Postfix: its settings cannot be read: open /nonexistent/main.cf"))
            #expect(postfix.status == 1)
        }
    }

    /// After all fixes, mail becomes SMS.
    @Test func aSetUpMadeOfFixesWorks() async throws {
        try await withGateway(accounts: Self.accounts) { gateway in
            let instance = CheckedInstance(gateway: gateway)
            try await instance.shell(
                """
                postconf -c $E -MX postsms/unix postsms-auth/unix postsms-cleanup/unix
                postconf -c $E -X transport_maps postsms_destination_recipient_limit postsms_recipient_restrictions \
                    postsms_milters
                postconf -c $E -P | sed -n '/inet.s/s/ =.*//p' | grep -v 'sasl_path\\|tls_wrapper\\|syslog' |
                    xargs postconf -c $E -PX
                rm $E/postsms_recipients $E/postsms_commands $D/credentials
                sed -i s/credentials$/postsms_credentials/ $E/postsms.cf
                """
            )
            let arguments = ["--config", "$E/postsms.cf"]
            for _ in 1...5 {
                let found = try await instance.check(arguments)
                if found.problems.isEmpty { break }
                #expect(instance.harm(in: found) == [])
                try await instance.mend(found, input: "correct horse\n")
            }
            #expect(try await instance.check([]).problems == [])
            try await instance.shell(
                "sed -i s/USER/alice/ $D/postsms_credentials && postfix -c $E reload 2> $D/reload.log")
            let sent = try await gateway.curl("Subject: Test\n\nHello\n", tls: true)
            #expect(sent.status == 0, "\(sent.errors)")
            #expect(try await gateway.status(after: 1)[0].contains("status=sent"))
            #expect(try gateway.gate.texts() == ["Hello"])
        }
    }

    @Test func othersThanRootAreRefusedInOneLine() async throws {
        let program = NSTemporaryDirectory() + "postsms-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: Project.postsms, toPath: program)
        defer { try? FileManager.default.removeItem(atPath: program) }
        let result = try await command(
            "setpriv", ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", program, "check"])
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors == "postsms: check must be run as root\n")
    }

    @Test func usageMistakesAreToldOfOnStandardError() async throws {
        let result = try await command(Project.postsms, ["check", "--nonsense"])
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("Error: Unknown option '--nonsense'\n"))
    }
}
