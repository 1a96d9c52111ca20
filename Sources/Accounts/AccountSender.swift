import Files

/// The extra fields that name the account at SMSGate, where it is not that of the login.
package enum SenderField {
    package static let user = "sms_user"
    static let password = "sms_password"
}

// With what SMSGate is called for a user of the credentials map.
extension CredentialsFile {
    /// The user's own name and password, unless extra fields name others.
    ///
    /// - Throws: a ConfigurationError if a field is wrong, or no password is known that SMSGate could be sent
    func sender(
        of entry: CredentialsEntry, user: String, login: Password
    ) throws(ConfigurationError) -> Account.Sender {
        let named = entry.value(ofField: SenderField.user).map { String(decoding: $0, as: UTF8.self) }
        if let named, let problem = Self.problem(withSender: named) {
            throw error(entry, "\(SenderField.user): bad value: \(problem)")
        }
        return Account.Sender(user: named ?? user, password: try senderPassword(entry, login))
    }

    private func senderPassword(
        _ entry: CredentialsEntry, _ login: Password
    ) throws(ConfigurationError) -> [UInt8] {
        guard let field = entry.value(ofField: SenderField.password) else {
            if case .plain(let password) = login { return password }
            throw error(
                entry, "a hashed password needs \(SenderField.password)=, the password for SMSGate")
        }
        let password: Password
        do {
            password = try Password(field)
        } catch let problem {
            throw error(entry, "\(SenderField.password): \(problem)")
        }
        guard case .plain(let bytes) = password else {
            throw error(entry, "\(SenderField.password): SMSGate takes no hash: write the password itself")
        }
        return bytes
    }

    /// What is wrong with `name` as a user of SMSGate, nil if nothing is.
    package static func problem(withSender name: String) -> String? {
        if name.isEmpty { return "expected a user name" }
        // RFC 7617, section 2.
        if name.utf8.contains(UInt8(ascii: ":")) { return "a user name cannot hold a colon" }
        if name.unicodeScalars.contains("\u{FFFD}") { return "a user name must be UTF-8" }
        return nil
    }
}

extension CredentialsEntry {
    /// The extra field of this name, nil if there is none. Of several the last one wins.
    func field(_ name: String) -> ArraySlice<UInt8>? {
        let name = Array(name.utf8)
        return extraFields.last { field in
            field.starts(with: name) && [nil, UInt8(ascii: "=")].contains(field.dropFirst(name.count).first)
        }
    }

    /// The value of an extra field, empty for a field without `=`; nil if there is none.
    func value(ofField name: String) -> ArraySlice<UInt8>? {
        field(name)?.dropFirst(name.utf8.count + 1)
    }
}
