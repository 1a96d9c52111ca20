package import Files

/// A user's account: who may log in, and with what SMSGate is called.
///
/// The password may hold any byte and is never part of a description: what a log or an error text prints cannot hold a
/// secret by accident.
package struct Account: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The name with which the user logs in, as its source spells it: Postfix gets this spelling, whichever a client uses.
    package let user: String
    /// What a login's password is compared with.
    let login: Password
    /// The user at SMSGate, and the password there.
    package let sender: Sender
    /// `name=value` fields behind the account data; those that begin with `sms_` are ours. Without those of the sender.
    package let extraFields: [ExtraField]
    /// Whether it is that of a user of SMSGate who is not in the credentials map.
    package internal(set) var isKept = false
    /// Where it comes from, for errors. The line counts from 1.
    private let file: String
    let line: Int

    /// The password of a login; nil where only a hash of it is known.
    package var loginPassword: [UInt8]? {
        if case .plain(let password) = login { password } else { nil }
    }

    package struct Sender: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
        package let user: String
        package let password: [UInt8]

        package var description: String { "Sender(user: \(user))" }
        package var debugDescription: String { description }
    }

    package struct ExtraField: Equatable, Sendable {
        package let name: String
        package let value: String
    }

    init(
        user: String, login: Password, sender: Sender, extraFields: [ExtraField], file: String, line: Int
    ) {
        self.user = user
        self.login = login
        self.sender = sender
        self.extraFields = extraFields
        self.file = file
        self.line = line
    }

    /// An account of which nothing is known but its name: enough for a dry run.
    package init(named user: String) {
        self.init(
            user: user, login: .plain([]), sender: Sender(user: user, password: []), extraFields: [],
            file: "", line: 1)
    }

    /// The same account with one of its extra fields only.
    package func with(only field: ExtraField) -> Account {
        Account(user: user, login: login, sender: sender, extraFields: [field], file: file, line: line)
    }

    package func error(_ what: String) -> ConfigurationError {
        ConfigurationError(file: file, line: line, what)
    }

    package var description: String { "Account(user: \(user))" }
    package var debugDescription: String { description }
}

extension Account.ExtraField {
    /// `name=value`, or a name alone, which Dovecot reads as a value of "yes".
    init(_ bytes: ArraySlice<UInt8>) {
        let halves = bytes.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        // What follows may be a password behind a mistyped "=", and errors show names.
        let written = halves.first ?? []
        let word = written.prefix(while: Self.isOfName)
        name = String(decoding: word, as: UTF8.self) + (word.count == written.count ? "" : "...")
        value = halves.count == 2 ? String(decoding: halves[1], as: UTF8.self) : "yes"
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
