import SMSGate

/// Checks a user name and password against the credentials map.
///
/// Configuration and map are read anew each time: a change counts at the next AUTH, and a broken file hurts only as
/// long as it is broken.
///
/// - Throws: a ConfigurationError if the check cannot be made
package func isAuthentic(
    user: String, password: [UInt8], configuration: Configuration
) throws(ConfigurationError) -> Bool {
    let account = try CredentialsFile.account(of: user, inFileAt: configuration.credentialsFile)
    // An unknown user costs the same comparison as a known one.
    let credentials = account?.credentials ?? Credentials(user: user, password: [])
    return credentials.hasPassword(password) && account != nil
}
