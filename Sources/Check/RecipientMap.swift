package import Configuration
import SMSGate

/// The map that refuses invalid recipients while the client waits: postfix/postsms_recipients.
package struct RecipientMap {
    let domains: [String]
    private(set) var skipsPhoneValidation: Bool

    package init(_ configuration: Configuration) {
        domains = configuration.recipientDomains
        skipsPhoneValidation = configuration.options.skipPhoneValidation
    }

    /// The lines of the map without its comments.
    package var lines: [String] {
        let names = domains.map {
            $0.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "\\.")
        }
        let pattern = names.count == 1 ? names.joined() : "(" + names.joined(separator: "|") + ")"
        let template = Parts.own.recipients
        let placeholder = Parts.domain.replacing(".", with: "\\.")
        var isReplaced = false
        return template.compactMap { line in
            if line.isEmpty || line.hasPrefix("#") { return nil }
            guard skipsPhoneValidation, line.hasSuffix(" OK") else {
                return line.replacing(placeholder, with: pattern)
            }
            // The line for any number replaces all of these. A comment holds it.
            defer { isReplaced = true }
            return isReplaced ? nil : Self.anyNumber(in: template)
        }
    }

    /// The line of the map for any number, found in one of its comments.
    private static func anyNumber(in template: [String]) -> String? {
        template.first { $0.hasPrefix("#/") && $0.hasSuffix(" OK") }.map { String($0.dropFirst()) }
    }

    /// Whether the lines of a file are those of the map for some domain, so that nobody has edited it.
    func isUnedited(_ text: String) -> Bool {
        let present = linesWithoutRemarks(text)
        return [true, false].contains { skips in
            var map = self
            map.skipsPhoneValidation = skips
            let own = map.lines
            return own.count == present.count
                && zip(own, present).allSatisfy {
                    $0 == $1 || ($0.hasSuffix(Self.otherDomain) && $1.hasSuffix(Self.otherDomain))
                }
        }
    }

    /// What the map says to another domain.
    static let otherDomain = "Invalid recipient domain"

    /// The command that writes the map.
    func write(to path: String) -> String {
        shellCommand(writing: lines, to: path)
    }

    /// A phone number that postsms takes in any configuration (fictional: the North American numbering plan's 555-01xx).
    static let sampleNumber = "+12025550123"

    /// A recipient that postsms takes.
    var sample: String { samples.first?.address ?? "" }

    /// Addresses, and whether postsms accepts the phone number before the `@`.
    var samples: [(address: String, isAccepted: Bool)] {
        domains.map { ("\(skipsPhoneValidation ? "110" : Self.sampleNumber)@\($0)", true) }
            + domains.prefix(1).map { ("bob@\($0)", false) } + [("\(Self.sampleNumber)@other.invalid", false)]
    }
}
