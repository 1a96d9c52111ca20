/// The certificate that smtpd(8) shows on a port.
struct CertificatePoints {
    let settings: PostfixSettings
    let service: MasterService
    /// Names that clients may connect to: the domains, and the machine's own.
    let domains: [String]
    let machine: Machine

    /// A certificate that renews itself is renewed more than this many days before it expires.
    private static let warningDays = 7
    private static let secondsPerDay = 86_400

    func findings() -> [Finding] {
        let files = configuredFiles
        guard !files.isEmpty else {
            return [.error("certificate: Postfix has none, so clients get no TLS", fix: newCertificate())]
        }
        for file in files where machine.file(file) == nil {
            return [.error("certificate: \(file) is not there", fix: replacement(in: files))]
        }
        let certificates = serverCertificates(files)
        guard let certificate = certificates.first else {
            return [
                .error(
                    "certificate: there is none in \(files.joined(separator: ", "))",
                    fix: replacement(in: files))
            ]
        }
        let keys = self.files(holding: "PRIVATE KEY", files)
        if keys.isEmpty {
            return [
                .error(
                    "certificate: no private key in \(files.joined(separator: ", "))",
                    fix: replacement(in: files))
            ]
        }
        // One pair for each algorithm: a client gets the one it prefers.
        return (keys.flatMap(keyPoints) + certificates.flatMap { contentPoints($0, keys) })
            .or(
                ok:
                    "certificate: \(certificate)\(isSelfSigned(certificate) ? ", self-signed: clients must be set up to trust it" : "")"
            )
    }

    var configuredFiles: [String] {
        let chain = words(of: settings["smtpd_tls_chain_files", service])
        if !chain.isEmpty { return chain }
        let names = [
            "smtpd_tls_cert_file", "smtpd_tls_key_file", "smtpd_tls_eccert_file", "smtpd_tls_eckey_file",
        ]
        var files: [String] = []
        for name in names {
            let file = settings[name, service]
            if !file.isEmpty, file != "none", !files.contains(file) { files.append(file) }
        }
        return files
    }

    /// In smtpd_tls_chain_files the certificate of a key comes first after it, and may be followed by those of its CAs.
    private func serverCertificates(_ files: [String]) -> [String] {
        let certificates = self.files(holding: "BEGIN CERTIFICATE", files)
        if words(of: settings["smtpd_tls_chain_files", service]).isEmpty { return certificates }
        let keys = self.files(holding: "PRIVATE KEY", files)
        let own = files.indices.filter { keys.contains(files[$0]) }.compactMap { key in
            files[key...].first(where: certificates.contains)
        }
        return own.isEmpty ? Array(certificates.prefix(1)) : own
    }

    private func files(holding mark: String, _ files: [String]) -> [String] {
        files.filter { machine.content($0)?.contains(mark) == true }
    }

    private func keyPoints(_ key: String) -> [Finding] {
        guard let status = machine.file(key), status.mode & 0o006 != 0 else { return [] }
        return [
            .error(
                "certificate: anybody can read the private key \(key)",
                fix: accessCommand("chmod", "o-rwx", path: key))
        ]
    }

    private func contentPoints(_ certificate: String, _ keys: [String]) -> [Finding] {
        func x509(_ arguments: String...) -> ProgramResult? {
            machine.run(["openssl", "x509", "-in", certificate, "-noout"] + arguments)
        }
        guard let end = x509("-enddate") else {
            return [
                .warning(
                    "certificate: \(certificate) cannot be checked without openssl",
                    fix: "apt-get install openssl")
            ]
        }
        let fix = replacement(in: [certificate])
        let renewal = certificate.hasPrefix(Self.letsEncrypt) ? ["certbot renew"] : fix
        guard end.status == 0 else { return [.error("certificate: \(certificate) cannot be read", fix: fix)] }
        let date = end.output.split(separator: "=").last.map { $0.filter { !$0.isNewline } } ?? ""
        if x509("-checkend", "0")?.status != 0 {
            return [.error("certificate: \(certificate) expired on \(date)", fix: renewal)]
        }
        if let problem = verificationProblem(certificate) {
            return [.error("certificate: clients refuse \(certificate): \(problem)", fix: fix)]
        }
        let own = x509("-pubkey")?.output
        let isPair = keys.contains { machine.run(["openssl", "pkey", "-in", $0, "-pubout"])?.output == own }
        if !isPair {
            let names = keys.joined(separator: " or ")
            return [.error("certificate: \(certificate) is not for the key in \(names)", fix: fix)]
        }
        let names = domains + [settings["myhostname"]]
        if !names.contains(where: { x509("-checkhost", $0)?.output.contains("does match") == true }) {
            return [
                .warning(
                    "certificate: \(certificate) has none of the names \(names.joined(separator: ", "))",
                    fix: fix)
            ]
        }
        if x509("-checkend", "\(Self.warningDays * Self.secondsPerDay)")?.status != 0 {
            return [.warning("certificate: \(certificate) ends on \(date)", fix: renewal)]
        }
        return []
    }

    /// What is wrong with the certificate for a client that trusts it: it is not valid yet, or is not for servers.
    private func verificationProblem(_ certificate: String) -> String? {
        let verified = machine.run([
            "openssl", "verify", "-partial_chain", "-purpose", "sslserver", "-trusted", certificate,
            certificate,
        ])
        guard let verified, verified.status != 0 else { return nil }
        // error 9 at 0 depth lookup: certificate is not yet valid
        let line = (verified.errors + verified.output).split(separator: "\n").first { $0.hasPrefix("error ") }
        return line?.split(separator: ":", maxSplits: 1).last.map { String($0.drop(while: \.isWhitespace)) }
            ?? "openssl verify refuses it"
    }

    private func isSelfSigned(_ certificate: String) -> Bool {
        let names =
            machine.run(["openssl", "x509", "-in", certificate, "-noout", "-subject", "-issuer"])?.output
            .split(separator: "\n").map { $0.drop { $0 != "=" } } ?? []
        return names.count == 2 && names.first == names.last
    }

    // Fixes: use Let's Encrypt's files if they exist, else make a self-signed certificate.

    private var name: String { domains.first ?? settings["myhostname"] }

    /// Existing files may belong to other services. They stay as they are; only this port gets new ones.
    private func newCertificate() -> [String] {
        if let live = letsEncryptFolder { return [use("\(live)/privkey.pem", "\(live)/fullchain.pem")] }
        let (key, certificate) = newFiles
        return [selfSigned(certificate, key), use(key, certificate)]
    }

    /// Names of files that do not exist yet.
    private var newFiles: (key: String, certificate: String) {
        var stem = "\(settings["config_directory"])/postsms"
        func names() -> (key: String, certificate: String) { (stem + "-key.pem", stem + "-cert.pem") }
        while machine.file(names().key) != nil || machine.file(names().certificate) != nil { stem += "-new" }
        return names()
    }

    private static let letsEncrypt = "/etc/letsencrypt/"

    private func replacement(in files: [String]) -> [String] {
        // A renewal changes nothing but the dates.
        if letsEncryptFolder == nil, files.contains(where: { $0.hasPrefix(Self.letsEncrypt) }) {
            return ["certbot certificates"]
        }
        return newCertificate()
    }

    private var letsEncryptFolder: String? {
        (domains + [settings["myhostname"]]).map { "\(Self.letsEncrypt)live/\($0)" }
            .first { machine.file("\($0)/fullchain.pem") != nil }
    }

    private func use(_ key: String, _ certificate: String) -> String {
        settings.set("smtpd_tls_chain_files", "\(key),\(certificate)", for: service)
    }

    private func selfSigned(_ certificate: String, _ key: String) -> String {
        shellCommand(
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "365", "-subj",
            "/CN=\(name)",
            "-addext", "subjectAltName=DNS:\(name)", "-keyout", key, "-out", certificate)
    }
}
