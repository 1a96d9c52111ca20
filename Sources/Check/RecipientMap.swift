package import Configuration
import SMSGate

/// The map that refuses, while the client waits, what postsms would refuse later: postfix/postsms_recipients.
package struct RecipientMap {
    let domains: [String]
    let skipsPhoneValidation: Bool

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
        // swift-format-ignore
        return [
            ##"!/^("([^"\\]|\\.)+"|([^"\\]|\\.)+)@[^@"<>()[:space:]]+$/  550 5.1.3 Invalid recipient format"##,
            ##"!/@\##(pattern)\.?$/  550 5.1.2 Invalid recipient domain"##,
            ##"/\\\\/  550 5.1.3 Invalid phone number format"##,
            ##"!/^[^()]*(\([^()]*\)[^()]*)*$/  550 5.1.3 Invalid phone number format"##,
            ##"if /\([-. \\]*0/"##,
            ##"!/^"?[ \\]*(\+|0[-. \\]*0)?[-. \\]*(1|7|2\\?[07]|3\\?[0-46]|4\\?[013-9]|5\\?[1-8]|6\\?[0-6]|8\\?[1246]|9\\?[0-58]|(2\\?[1-69]|3\\?[578]|4\\?2|5\\?[09]|6\\?[7-9]|8\\?[0578]|9\\?[679])\\?[0-9])[-. \\]*\([-. \\]*0[-. \\]*\)([^(]|\([-. \\]*[1-9])*$/  550 5.1.3 Invalid phone number format"##,
            ##"endif"##,
            skipsPhoneValidation
                ? ##"/^"?[ \\]*\+?\\?[0-9]([-. )\\]*(\([-. \\]*0[-. \\]*\)[-. \\]*)?(\([-. \\]*[1-9]|[0-9])){0,127}[ \\]*"?@[^@]*$/  OK"##
                : ##"/^"?[ \\]*(\+|0[-. \\]*0[-. (\\]*)?\\?[1-9]([-. )\\]*(\([-. \\]*0[-. \\]*\)[-. \\]*)?(\([-. \\]*[1-9]|[0-9])){6,14}[ \\]*"?@[^@]*$/  OK"##,
            ##"/./  550 5.1.3 Invalid phone number format"##,
        ]
    }

    /// The command that writes it.
    func write(to path: String) -> String {
        shellCommand(["printf", "%s\\n"] + lines) + " > " + shellWord(path)
    }

    /// Addresses, and whether a phone number of ours stands before the `@`.
    var samples: [(address: String, isAccepted: Bool)] {
        domains.map { ("\(skipsPhoneValidation ? "110" : "+12025550123")@\($0)", true) }
            + domains.prefix(1).map { ("bob@\($0)", false) } + [("+12025550123@other.invalid", false)]
    }
}
