package import Accounts
package import Files
package import SMSGate

extension Configuration {
    /// This configuration for `account`, whose extra fields `sms_<parameter>=value` override parameters.
    package func applying(_ account: Account) throws(ConfigurationError) -> Configuration {
        var configuration = self
        for field in account.extraFields where field.name.hasPrefix("sms_") {
            let name = String(field.name.dropFirst("sms_".count))
            guard let parameter = Parameter.named(name), parameter.isPerUser else {
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
