package import Accounts
package import Files
package import SMSGate

extension Configuration {
    /// This configuration for `account`, whose extra fields `sms_<parameter>=value` override parameters.
    package func applying(_ account: Account) throws(ConfigurationError) -> Configuration {
        var configuration = self
        for field in account.extraFields where field.isOurs {
            guard let parameter = field.parameter else {
                throw account.error("unknown extra field: \(field.name)")
            }
            do {
                try parameter.set(&configuration, field.value)
            } catch {
                throw account.error("\(field.name): bad value: expected \(error.expected)")
            }
        }
        return configuration
    }
}

extension Account.ExtraField {
    private static let prefix = "sms_"

    /// In any case, so that a wrong one is an error.
    fileprivate var isOurs: Bool { name.lowercased().hasPrefix(Self.prefix) }

    fileprivate var parameter: Parameter? {
        guard name.hasPrefix(Self.prefix) else { return nil }
        return Parameter.named(String(name.dropFirst(Self.prefix.count))).flatMap { $0.isPerUser ? $0 : nil }
    }

    /// For a list of users: the name, and the value where it is known to be no password. A name that is not known may be
    /// that of a misspelt `sms_password`; nil for what is not ours, which may be a part of a password with a space.
    package var shown: String? {
        if !isOurs { return nil }
        let isUser = name == SenderField.user && CredentialsFile.problem(withSender: value) == nil
        return parameter != nil || isUser ? "\(name)=\(value)" : name
    }
}

extension CredentialsFile {
    /// The problems of all lines, in order. Empty: every user can log in and send.
    ///
    /// - Parameter configuration: the one that the extra fields override
    package func problems(in configuration: Configuration) -> [Problem] {
        problems { account in
            account.extraFields.compactMap { field in
                do throws(ConfigurationError) {
                    _ = try configuration.applying(account.with(only: field))
                    return nil
                } catch {
                    return (field.name, error)
                }
            }
        }
    }
}

extension Credentials {
    package init(of account: Account) {
        self.init(user: account.sender.user, password: account.sender.password)
    }
}
