import Foundation

/// The accounts that SMSGate knows.
struct Accounts: Sendable {
    struct Account: Sendable {
        let name: String
        let password: String
        let devices: [Device]
    }

    private let byName: [String: Account]
    private static let expected = "expected lines user:password:device[@seen][,device[@seen]]..."

    /// - Parameter path: a file with lines `user:password:device[,device]...`, see `Device.init`
    init(file path: String) throws {
        let text = try withFile(path) { try String(contentsOfFile: path, encoding: .utf8) }
        var accounts: [String: Account] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(
                String.init)
            guard fields.count >= 2 else { throw FileError(path, Self.expected) }
            let words = fields.count == 3 ? fields[2].split(separator: ",") : []
            let devices = words.compactMap { Device(String($0)) }
            guard devices.count == words.count else { throw FileError(path, Self.expected) }
            accounts[Self.key(fields[0])] = Account(name: fields[0], password: fields[1], devices: devices)
        }
        byName = accounts
    }

    subscript(name: String) -> Account? {
        byName[Self.key(name)]
    }

    /// - Parameter authorization: the value of the Authorization header field, RFC 7617
    func account(authorization: String) -> Account? {
        let words = authorization.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "basic",
            let pair = Data(base64Encoded: String(words[1]))
        else { return nil }
        let fields = String(decoding: pair, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard fields.count == 2, let account = self[String(fields[0])] else { return nil }
        return fields[1] == account.password ? account : nil
    }

    /// The server's database ignores case and trailing spaces in names.
    private static func key(_ name: String) -> String {
        String(name.lowercased().reversed().drop { $0 == " " }.reversed())
    }
}
