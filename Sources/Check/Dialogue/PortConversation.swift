import Configuration

/// Where a client on this machine reaches a service of master.cf.
package struct PortAddress: Equatable, Sendable {
    /// A name or an IP address, without brackets.
    package let host: String
    /// A number, or a name of services(5).
    package let port: String
}

/// What became of a dialogue with a port.
package struct PortConversation: Sendable {
    /// What the server said before the dialogue: greeting, EHLO and STARTTLS, line by line.
    package var opening: [String]
    /// Why there was no dialogue; nil: there was one.
    package var failure: String?
    /// The server's certificate as PEM, nil without TLS.
    package var certificate: String?
    /// OpenSSL's result of verifying the certificate with this machine's CA certificates, 0 for a good one
    /// (openssl-verification-options(1), x509_vfy.h).
    package var verification: Int
    package var dialogue: PortDialogue

    package init(
        opening: [String] = [], failure: String? = nil, certificate: String? = nil, verification: Int = 0,
        dialogue: PortDialogue
    ) {
        self.opening = opening
        self.failure = failure
        self.certificate = certificate
        self.verification = verification
        self.dialogue = dialogue
    }
}

/// How the dialogue with a port begins.
package enum PortSecurity: Sendable {
    /// TLS from the start.
    case implicitTLS
    case startTLS
}

/// A dialogue to be held.
package struct PortCall: Sendable {
    package let address: PortAddress
    package let security: PortSecurity
    /// The name that clients know the server by.
    package let serverName: String
    /// The client's own name.
    package let name: String
    package let dialogue: PortDialogue
}

extension SubmissionPort {
    /// The dialogue of a client on this machine with the port.
    func call(login: PortDialogue.Login?) -> PortCall {
        let name = settings["myhostname"]
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) }
        let own = isPlain && !name.isEmpty ? name : "localhost"
        return PortCall(
            address: address,
            security: settings.isYes("smtpd_tls_wrappermode", service) ? .implicitTLS : .startTLS,
            serverName: configuration.recipientDomains.first ?? own, name: own,
            dialogue: PortDialogue(name: own, recipient: RecipientMap(configuration).sample, login: login))
    }

    /// `host:port`, `[host]:port` or `port` (master(5)); without a host, smtpd(8) listens at inet_interfaces.
    var address: PortAddress {
        let parts = service.name.split(separator: ":", omittingEmptySubsequences: false)
        let port = parts.last.map(String.init) ?? service.name
        let host = parts.dropLast().joined(separator: ":").filter { !"[]".contains($0) }
        if !host.isEmpty { return PortAddress(host: host, port: port) }
        let interfaces = words(of: settings["inet_interfaces"])
        let loopback = settings["inet_protocols"] == "ipv6" ? "::1" : "127.0.0.1"
        let names = ["all", "loopback-only", "localhost", loopback]
        let other = interfaces.contains(where: names.contains) ? nil : interfaces.first
        return PortAddress(host: other ?? loopback, port: port)
    }
}
