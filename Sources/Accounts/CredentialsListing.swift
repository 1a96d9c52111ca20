package import Files

// The map as a whole, for `postsms credentials` and `postsms check`.
extension CredentialsFile {
    /// A user and the extra fields; never the password.
    package struct User: Equatable, Sendable {
        package let name: String
        /// Number of the line, from 1.
        package let line: Int
        package let extraFields: [Account.ExtraField]
    }

    /// Something that is wrong in one line.
    package struct Problem: Equatable, Sendable {
        package enum Kind: Equatable, Sendable {
            /// No user and password, the second line of a user, or a name that is not UTF-8: nobody at all, or this
            /// user, can log in.
            case line
            /// The user cannot log in.
            case password(user: String)
            /// The user's mail is deferred.
            case field(name: String)
        }

        package let kind: Kind
        /// Number of the line, from 1.
        package let line: Int
        package let error: ConfigurationError
    }

    /// In the order of the lines.
    package var users: [User] { entries.compactMap(User.init) }

    /// The user with this name in any spelling, nil if there is none.
    package func user(named name: String) -> User? {
        let name = UserName.canonical(name)
        return entries.first { $0.isOf(name) }.flatMap(User.init)
    }

    /// What is wrong with any line, in their order. None: every user can log in and send.
    ///
    /// - Parameter badFields: each extra field of an account that means nothing, and why
    package func problems(
        badFields: (Account) -> [(name: String, error: ConfigurationError)]
    ) -> [Problem] {
        var firstLine: [[UInt8]: Int] = [:]
        var problems: [Problem] = []
        for entry in entries {
            func add(_ kind: Problem.Kind, _ error: ConfigurationError) {
                problems.append(Problem(kind: kind, line: entry.number, error: error))
            }
            guard let user = entry.user else {
                add(.line, withoutUser(entry))
                continue
            }
            guard let name = entry.name else {
                add(.line, error(entry, "the user name is not valid UTF-8"))
                continue
            }
            if let line = firstLine[name] {
                add(.line, isSecond(entry, after: line))
                continue
            }
            firstLine[name] = entry.number
            do {
                for (field, error) in try badFields(account(entry)) {
                    add(.field(name: field), error)
                }
            } catch {
                let sender = entry.value(ofField: SenderField.user)
                let isField = sender.map {
                    Self.problem(withSender: String(decoding: $0, as: UTF8.self)) != nil
                }
                add(
                    isField == true
                        ? .field(name: SenderField.user)
                        : .password(user: String(decoding: user, as: UTF8.self)), error)
            }
        }
        return problems
    }
}

extension CredentialsFile.User {
    fileprivate init?(_ entry: CredentialsEntry) {
        guard let user = entry.user else { return nil }
        name = String(decoding: user, as: UTF8.self)
        line = entry.number
        extraFields = entry.extraFields.map(Account.ExtraField.init)
    }
}
