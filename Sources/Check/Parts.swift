/// The settings of Postfix for postsms: the files in the folder `postfix`, which install applies. Every
/// command that restores a setting takes it from here.
package struct Parts: Sendable {
    /// The parameters for main.cf, in the file's order.
    package let parameters: [(name: String, value: String)]
    /// The parameters that change when postsms milter is turned on.
    package let milterParameters: [(name: String, value: String)]
    /// The services for master.cf.
    package let services: [MasterService]
    /// The lines of the regexp_table(5) files, comments included.
    let recipients: [String]
    let commands: [String]

    /// The parts that this program was built with.
    package static let own = Parts()

    private init() {
        parameters = Self.parameters(PackageResources.main_cf)
        milterParameters = Self.parameters(PackageResources.milter_cf)
        services = Self.logicalLines(PackageResources.master_cf).compactMap(MasterService.init(line:))
        recipients = Self.lines(PackageResources.postsms_recipients)
        commands = Self.lines(PackageResources.postsms_commands)
    }

    private static func parameters(_ bytes: [UInt8]) -> [(name: String, value: String)] {
        logicalLines(bytes).compactMap { line in
            guard let sign = line.firstIndex(of: "=") else { return nil }
            return (trimmed(line[..<sign]), trimmed(line[line.index(after: sign)...]))
        }
    }

    /// The value of a parameter of main.cf, empty if it is missing.
    func value(_ parameter: String) -> String {
        parameters.first { $0.name == parameter }?.value ?? ""
    }

    /// - Parameter key: `name/type`
    func service(_ key: String) -> MasterService? { services.first { $0.key == key } }

    var transport: MasterService? { services.first { $0.runs("pipe") } }
    var auth: MasterService? { services.first { $0.runs("auth") } }
    var cleanup: MasterService? { services.first { $0.program == "cleanup" } }
    /// The service for the port with implicit TLS, or for the one with STARTTLS.
    func submission(tls: Bool) -> MasterService? { service(tls ? "submissions/inet" : "submission/inet") }

    /// The lines of a file in the syntax of main.cf and master.cf (postconf(5)), with continuation lines
    /// joined. Comments may come between them.
    private static func logicalLines(_ bytes: [UInt8]) -> [String] {
        lines(bytes).reduce(into: []) { found, line in
            if line.hasPrefix("#") || line.allSatisfy(\.isWhitespace) { return }
            if line.first?.isWhitespace == true, let last = found.popLast() {
                found.append(last + line)
            } else {
                found.append(line)
            }
        }
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }
}

private func trimmed(_ text: Substring) -> String {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
}

extension Parts {
    /// The entry of transport_maps that routes a domain to a transport.
    func route(_ domain: String, to transport: String) -> String {
        value("transport_maps").replacing(Self.domain, with: domain)
            .replacing("=\(self.transport?.name ?? ""):", with: "=\(transport):")
    }

    /// postsms milter, as the submission services name it when it is on.
    package var milter: MilterEntry? {
        milterParameters.first { $0.name == "postsms_milters" }
            .flatMap { words(of: $0.value).first }.map(MilterEntry.init)
    }

    /// The domain for which the parts are written.
    static let domain = "smtp.sms-gate.app"

    /// The command that writes the table of commands.
    func writeCommands(to path: String) -> String {
        shellCommand(writing: commands.filter { !$0.isEmpty && !$0.hasPrefix("#") }, to: path)
    }
}
