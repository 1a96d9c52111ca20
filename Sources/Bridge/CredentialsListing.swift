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

    /// What is wrong with any line, first things first; none: every user can log in.
    package var problems: [ConfigurationError] {
        var firstLine: [ArraySlice<UInt8>: Int] = [:]
        var problems: [ConfigurationError] = []
        for entry in entries {
            guard let name = entry.user else {
                problems.append(error(entry, "expected \"user:password\""))
                continue
            }
            if let line = firstLine[name] {
                problems.append(error(entry, "this user stands in line \(line) already"))
                continue
            }
            firstLine[name] = entry.number
            do {
                _ = try account(String(decoding: name, as: UTF8.self), entry)
            } catch {
                problems.append(error)
            }
        }
        return problems
    }
}
