/// One milter in a list such as smtpd_milters: `unix:/path`, or `{ unix:/path, default_action=accept, ... }`.
package struct MilterEntry: Equatable, Sendable {
    /// As it is written.
    package let text: String
    /// `unix:path` or `inet:host:port`
    let endpoint: String
    /// The attributes in braces after the endpoint. They override the `milter_*` parameters of main.cf.
    private let attributes: [String: String]

    package init(_ text: String) {
        self.text = text
        guard text.hasPrefix("{"), text.hasSuffix("}") else {
            endpoint = text
            attributes = [:]
            return
        }
        let parts = words(of: String(text.dropFirst().dropLast()))
        endpoint = parts.first ?? ""
        attributes = parts.dropFirst().reduce(into: [:]) { found, part in
            guard let sign = part.firstIndex(of: "=") else { return }
            found[String(part[..<sign])] = String(part[part.index(after: sign)...])
        }
    }

    /// The value of an attribute such as `default_action`: its own, or else that of main.cf.
    func value(_ attribute: String, _ settings: PostfixSettings) -> String {
        attributes[attribute] ?? settings["milter_\(attribute)"]
    }

    /// The path of its socket as written; nil for a network socket.
    package var path: String? {
        endpoint.hasPrefix("unix:") ? String(endpoint.dropFirst("unix:".count)) : nil
    }

    /// Whether it is postsms milter: the names of its socket and folder are those of the part.
    var isOurs: Bool {
        guard let path, let own = Parts.own.milter?.path else { return false }
        func ending(_ path: String) -> [Substring] { path.split(separator: "/").suffix(2) }
        return ending(path) == ending(own)
    }

    /// The part's entry, with the socket of this one.
    var asInPart: String {
        guard let part = Parts.own.milter else { return text }
        return part.text.replacing(part.endpoint, with: endpoint)
    }
}
