/// One milter in a list such as smtpd_milters: `unix:/path`, or `{ unix:/path, default_action=accept, ... }`.
package struct MilterEntry: Equatable, Sendable {
    /// As it is written.
    package let text: String
    /// `unix:path` or `inet:host:port`
    let endpoint: String
    /// What stands behind the endpoint in braces, and beats the parameters `milter_*` of main.cf.
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

    /// The value of an attribute such as `default_action`: its own, else that of main.cf.
    func value(_ attribute: String, _ settings: PostfixSettings) -> String {
        attributes[attribute] ?? settings["milter_\(attribute)"]
    }

    /// The path of its socket, as it is written; nil for one that is reached over the network.
    package var path: String? {
        endpoint.hasPrefix("unix:") ? String(endpoint.dropFirst("unix:".count)) : nil
    }

    /// Whether it is postsms milter: the socket has the name and the folder's name that the part has.
    var isOurs: Bool {
        guard let path, let own = Parts.own.milter?.path else { return false }
        func ending(_ path: String) -> [Substring] { path.split(separator: "/").suffix(2) }
        return ending(path) == ending(own)
    }

    /// The part's, for the socket of this one.
    var asInPart: String {
        guard let part = Parts.own.milter else { return text }
        return part.text.replacing(part.endpoint, with: endpoint)
    }
}
