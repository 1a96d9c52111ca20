import Check
import Configuration
import Testing

@Suite("What check says of certificates")
struct CertificatePointTests {
    private let port =
        "submissions inet n - y - - smtpd"
    private let options =
        "submissions/inet/smtpd_tls_wrappermode = yes\nsubmissions/inet/smtpd_sasl_path = private/postsms-auth\n"
    private let key = FileStatus(kind: .file, mode: 0o600)

    private func problems(_ parameters: String, _ machine: Machine) throws -> [Finding] {
        try findings(Configuration(), .fake(parameters, services: port, overrides: options), machine)
            .problems("certificate: ")
    }

    @Test func withoutOneLetsEncryptsIsTakenIfItIsThere() throws {
        let live = "/etc/letsencrypt/live/smtp.sms-gate.app/"
        let found = try problems("", .fake(files: [live + "fullchain.pem": key]))
        #expect(
            found.map(\.fix) == [
                [
                    "postconf -P 'submissions/inet/smtpd_tls_chain_files=\(live)privkey.pem,\(live)fullchain.pem'"
                ]
            ])
    }

    @Test func withoutOpensslItIsNotLookedAt() throws {
        let found = try problems(
            "smtpd_tls_cert_file = /c\nsmtpd_tls_key_file = /k",
            .fake(
                files: ["/c": key, "/k": key],
                contents: ["/c": "-----BEGIN CERTIFICATE-----", "/k": "-----BEGIN PRIVATE KEY-----"]))
        #expect(found.map(\.level) == [.warning])
        #expect(found.first?.fix == ["apt-get install openssl"])
    }

    /// A client gets the certificate of the algorithm that it likes best.
    @Test func eachPairIsLookedAt() throws {
        let names = ["cert", "key", "eccert", "eckey"]
        let machine = Machine.fake(
            files: Dictionary(
                uniqueKeysWithValues: names.map {
                    ("/\($0)", FileStatus(kind: .file, mode: $0 == "eckey" ? 0o644 : 0o600))
                }),
            contents: Dictionary(
                uniqueKeysWithValues: names.map {
                    ("/\($0)", $0.hasSuffix("key") ? "PRIVATE KEY" : "BEGIN CERTIFICATE")
                }),
            run: { command in
                let isExpired = command.contains("/eccert") && command.contains("-checkend")
                return ProgramResult(
                    status: isExpired ? 1 : 0,
                    output: command.contains("-checkhost") ? "does match" : "notAfter=then\n")
            })
        let parameters = names.map { "smtpd_tls_\($0)_file = /\($0)" }.joined(separator: "\n")
        #expect(
            try problems(parameters, machine).map(\.text) == [
                "certificate: anybody can read the private key /eckey",
                "certificate: /eccert expired on then",
            ])
    }

    /// Certificates of CAs may be in files of their own.
    @Test func onlyTheServersOwnCertificateIsLookedAt() throws {
        let file = FileStatus(kind: .file, mode: 0o600)
        let machine = Machine.fake(
            files: ["/key": file, "/cert": file, "/chain": file],
            contents: ["/key": "PRIVATE KEY", "/cert": "BEGIN CERTIFICATE", "/chain": "BEGIN CERTIFICATE"],
            run: { command in
                let isOfCA = command.contains("/chain")
                return ProgramResult(
                    status: isOfCA ? 1 : 0, output: command.contains("-checkhost") ? "does match" : "x")
            })
        #expect(try problems("smtpd_tls_chain_files = /key, /cert, /chain", machine) == [])
    }

    @Test func letsEncryptsOwnIsRenewed() throws {
        let file = "/etc/letsencrypt/live/x/fullchain.pem"
        let found = try problems(
            "smtpd_tls_chain_files = \(file)",
            .fake(
                files: [file: key], contents: [file: "BEGIN CERTIFICATE BEGIN PRIVATE KEY"],
                run: { ProgramResult(status: $0.contains("-checkend") ? 1 : 0, output: "notAfter=then\n") }))
        #expect(found == [.error("certificate: \(file) expired on then", fix: "certbot renew")])
    }
}
