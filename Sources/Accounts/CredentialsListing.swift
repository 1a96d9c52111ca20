package import Configuration
package import Files

// The map as a whole, for people.
extension CredentialsFile {
    /// A user and what stands behind the password; never the password.
    package struct User: Equatable, Sendable {
        package let name: String
        /// Number of the line, from 1.
        package let line: Int
        /// `name=value` each.
        package let extraFields: [String]
    }

    /// Something that is wrong in one line.
    package struct Problem: Equatable, Sendable {
        package enum Kind: Equatable, Sendable {
            /// No user and password, or the second line of a user: nobody at all, or this user, can log in.
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
    package var users: [User] {
        entries.compactMap { entry in
            entry.user.map { name in
                User(
                    name: String(decoding: name, as: UTF8.self), line: entry.number,
                    extraFields: entry.extraFields.map { String(decoding: $0, as: UTF8.self) })
            }
        }
    }

    package func holds(_ user: String) -> Bool {
        let name = Array(user.utf8)
        return entries.contains { $0.isOf(name) }
    }

    /// What is wrong with any line, in their order. None: every user can log in and send.
    ///
    /// - Parameter configuration: what the extra fields are to change
    package func problems(in configuration: Configuration) -> [Problem] {
        var firstLine: [ArraySlice<UInt8>: Int] = [:]
        var problems: [Problem] = []
        for entry in entries {
            func add(_ kind: Problem.Kind, _ error: ConfigurationError) {
                problems.append(Problem(kind: kind, line: entry.number, error: error))
            }
            guard let name = entry.user else {
                add(.line, error(entry, "expected \"user:password\""))
                continue
            }
            if let line = firstLine[name] {
                add(.line, error(entry, "this user stands in line \(line) already"))
                continue
            }
            firstLine[name] = entry.number
            let user = String(decoding: name, as: UTF8.self)
            do {
                for (field, error) in try account(user, entry).badFields(in: configuration) {
                    add(.field(name: field), error)
                }
            } catch {
                add(.password(user: user), error)
            }
        }
        return problems
    }
}

extension Account {
    /// Each extra field that `configuration` does not take, and why.
    fileprivate func badFields(in configuration: Configuration) -> [(String, ConfigurationError)] {
        extraFields.compactMap { field -> (String, ConfigurationError)? in
            do throws(ConfigurationError) {
                _ = try configuration.applying(
                    Account(credentials: credentials, extraFields: [field], place: place))
                return nil
            } catch {
                return (field.name, error)
            }
        }
    }
}
