package import Configuration
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
