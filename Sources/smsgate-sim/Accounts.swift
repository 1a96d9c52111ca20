import Foundation

/// The accounts that SMSGate knows.
struct Accounts: Sendable {
    struct Account: Sendable {
        let name: String
        /// Names of its devices.
        let devices: [String]
    }

    /// By the value of the Authorization header field.
    private let byAuthorization: [String: Account]

    /// - Parameter path: a file with lines `user:password:device[,device]...`
    init(file path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var accounts: [String: Account] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(
                String.init)
            guard fields.count >= 2 else { throw AccountsError(path: path) }
            let devices = fields.count == 3 ? fields[2].split(separator: ",").map(String.init) : []
            let pair = Data("\(fields[0]):\(fields[1])".utf8)
            accounts["Basic " + pair.base64EncodedString()] = Account(name: fields[0], devices: devices)
        }
        byAuthorization = accounts
    }

    func account(authorization: String?) -> Account? {
        authorization.flatMap { byAuthorization[$0] }
    }
}

struct AccountsError: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path): expected lines user:password:device[,device]..." }
}
