package import Accounts
package import Files

extension Configuration {
    /// This configuration as `account` has it: its extra fields `sms_<parameter>=value` count for its messages.
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
    /// What is wrong with any line, in their order. None: every user can log in and send.
    ///
    /// - Parameter configuration: what the extra fields change
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
