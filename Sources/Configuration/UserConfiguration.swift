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

    fileprivate var isOurs: Bool { name.hasPrefix(Self.prefix) }

    fileprivate var parameter: Parameter? {
        Parameter.named(String(name.dropFirst(Self.prefix.count))).flatMap { $0.isPerUser ? $0 : nil }
    }

    /// For a list of users: the name, and the value where it is known to be no password. A name that is not known may be
    /// that of a misspelt `sms_password`; nil for what is not ours, which may be a part of a password with a space.
    package var shown: String? {
        if !isOurs { return nil }
        return parameter != nil || name == SenderField.user ? "\(name)=\(value)" : name
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
