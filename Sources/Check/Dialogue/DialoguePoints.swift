/// What a client met on a port: the first thing that is wrong, which may be the cause of others.
struct DialoguePoints {
    let port: SubmissionPort
    let conversation: PortConversation
    /// The files from which smtpd(8) reads its certificate; empty if something is wrong with them.
    let certificateFiles: [String]
    /// The user who logged in, nil for none.
    let user: String?

    private var name: String { port.name }
    private var dialogue: PortDialogue { conversation.dialogue }

    func findings() -> [Finding] {
        if let problem = openingProblem() ?? helloProblem() ?? clientProblem() ?? userProblem()
            ?? (errorLimit == nil ? endProblem() : nil)
        {
            return [.error("\(name): \(problem)")]
        }
        if let limit = errorLimit {
            return [
                .warning(
                    "\(name): \(limit): postsms check reached this limit and could not test the whole port")
            ]
        }
        let user = self.user.map { ", and \($0) can log in" } ?? ""
        return certificatePoints()
            + [.ok("\(name): a client gets TLS, AUTH and 535 for a wrong password\(user)")]
    }

    // MARK: Before the dialogue

    private func openingProblem() -> String? {
        guard let failure = conversation.failure else { return nil }
        guard let last = conversation.opening.last else {
            return "a client cannot connect: \(failure)\(lookAt())"
        }
        return SMTPReply.code(of: last) >= 400
            ? "a client hears \(quoted(last))\(lookAt(last))"
            : "a client cannot go on after \(quoted(last)): \(failure)\(lookAt(last))"
    }

    private func helloProblem() -> String? {
        guard let reply = dialogue.reply(to: .hello) else { return nil }
        if reply.kind != 2 { return refusal("EHLO", reply) }
        if reply.offers["AUTH"] == nil { return "it does not offer AUTH" }
        for keyword in ["XCLIENT", "XFORWARD"] where reply.offers[keyword] != nil {
            return "it offers \(keyword) to this machine, so a client can claim to be another one"
        }
        return nil
    }

    // MARK: Without a login

    private func clientProblem() -> String? {
        if let reply = dialogue.reply(to: .wrongLogin), reply.code != 535 {
            return reply.kind == 2
                ? "it takes a wrong password: \(quoted(reply.lastLine))" : refusal("a wrong password", reply)
        }
        guard let mail = dialogue.reply(to: .mail) else { return nil }
        // 530 is early, but no surprise.
        if mail.kind != 2 { return mail.code == 530 ? nil : refusal("MAIL", mail) }
        let recipients: [(PortDialogue.Step, String)] = [
            (.recipient, "a phone number"), (.otherDomain, "another domain"),
        ]
        for (step, what) in recipients {
            if let reply = dialogue.reply(to: step), reply.kind == 2 {
                return "it takes mail to \(what) without AUTH: \(quoted(reply.lastLine))"
            }
        }
        // With postmaster accepted, smtpd_data_restrictions must refuse the mail, which is another point.
        for step in [PortDialogue.Step.recipient, .otherDomain, .postmaster] {
            if let reply = dialogue.reply(to: step), reply.kind == 4 { return refusal("RCPT", reply) }
        }
        return nil
    }

    // MARK: As a user

    private func userProblem() -> String? {
        guard let user else { return nil }
        if let reply = dialogue.reply(to: .login), reply.kind != 2 {
            return refusal("the password of \(user), which is that of the credentials map,", reply)
        }
        if let reply = dialogue.reply(to: .userMail), reply.kind != 2 {
            return refusal("MAIL of \(user)", reply)
        }
        if let reply = dialogue.reply(to: .userOtherDomain), reply.kind == 2 {
            return "\(user) may send to another domain: \(quoted(reply.lastLine))"
        }
        if let reply = dialogue.reply(to: .userRecipient),
            reply.kind == 4 || (reply.kind != 2 && !port.limitsNumbers)
        {
            return refusal("RCPT of \(user)", reply)
        }
        return nil
    }

    private func endProblem() -> String? {
        guard let step = dialogue.unanswered else { return nil }
        let what =
            switch dialogue.end {
            case .silent: "gives no answer in time"
            case .malformed: "gives an answer that is not SMTP"
            default: "closes the connection\(dialogue.farewell.map { " with \(quoted($0))" } ?? "")"
            }
        return "it \(what) at \(step.command)\(lookAt(dialogue.farewell ?? ""))"
    }

    /// The limit on errors that ended the dialogue: check makes more of them on purpose than a client does.
    private var errorLimit: String? {
        let errors = dialogue.replies.count { $0.reply.kind > 3 }
        func value(_ name: String) -> String { port.settings[name, port.service] }
        let names = ["smtpd_hard_error_limit", "smtpd_soft_error_limit", "smtpd_error_sleep_time"]
        switch dialogue.end {
        case .closed where Int(value(names[0])).map { $0 <= errors } == true:
            return "\(names[0]) is \(value(names[0]))"
        case .silent
        where Int(value(names[1])).map { $0 <= errors } == true && seconds(value(names[2])) ?? 0 > 1:
            return "\(names[2]) is \(value(names[2])) after \(value(names[1])) errors"
        default: return nil
        }
    }

    // MARK: The certificate

    private func certificatePoints() -> [Finding] {
        guard let shown = conversation.certificate, !certificateFiles.isEmpty else { return [] }
        let known = certificateFiles.flatMap { blocks(of: port.machine.content($0) ?? "") }
        // It may come from a table.
        let isChosenByName = !port.settings["tls_server_sni_maps", port.service].isEmpty
        if !isChosenByName, !blocks(of: shown).allSatisfy(known.contains) {
            return [
                .warning(
                    "\(name): its certificate is not in \(certificateFiles.joined(separator: ", ")), which Postfix has not read again since a change",
                    fix: port.settings.postfix("reload"))
            ]
        }
        guard let problem = Self.untrusted[conversation.verification] else { return [] }
        return [
            .warning(
                "\(name): a client that trusts the CAs of this machine refuses the certificate: \(problem)")
        ]
    }

    /// By OpenSSL's X509_V_ERR number. A self-signed certificate (18) is mentioned at the file.
    private static let untrusted = [
        9: "it is not valid yet", 10: "it has expired",
        19: "its CA is not trusted here",
        20: "its CA is not trusted here, or a certificate in between is missing",
        21: "its CA is not trusted here, or a certificate in between is missing",
        24: "a certificate in its chain is not that of a CA", 26: "it is not for servers",
    ]

    /// The base64 texts in PEM (RFC 7468), without white space.
    private func blocks(of pem: String) -> [[UInt8]] {
        pem.utf8.filter { $0 > UInt8(ascii: " ") }.split(separator: UInt8(ascii: "-")).map(Array.init)
            .filter { $0.count > Self.longestLabel }
    }

    /// Labels such as `BEGIN CERTIFICATE` are shorter, and every certificate is longer.
    private static let longestLabel = 64

    // MARK: Words

    private func refusal(_ what: String, _ reply: SMTPReply) -> String {
        "\(what) is answered with \(quoted(reply.lastLine))\(lookAt(reply.lastLine))"
    }

    private func quoted(_ line: String) -> String { "\"\(line.prefix(Self.shownLength))\"" }

    /// Characters of a server's line that are shown.
    private static let shownLength = 200

    /// Where the cause is to be found, by the beginning of a reply of smtpd(8).
    private static let places = [
        ("452 4.3.1", "queue_minfree and the free space in queue_directory"),
        ("451 4.3.0", "the tables that main.cf and master.cf name"),
        ("451 4.3.5", "the restrictions of the port, and their tables and policy services"),
        ("451 4.7.1", "the milters of the port"), ("454 4.3.0", "the milters of the port"),
        ("450 4.7.1", "the restrictions of the port"),
        ("454 4.7.0 TLS", "the parameters smtpd_tls_* in main.cf"),
        ("220 2.0.0 Ready to start TLS", "the parameters smtpd_tls_* and tls_* in main.cf"),
        ("454 4.7.0", "the service that answers AUTH"),
        ("421", "the limits on clients in main.cf"),
    ]

    private func lookAt(_ line: String = "") -> String {
        let place = Self.places.first { line.hasPrefix($0.0) }.map { ", and at \($0.1)" } ?? ""
        return "; look at the mail log\(place)"
    }
}
