import FlyingFox

/// The target of a request: a part of the API or of the stand-in itself.
enum Endpoint {
    case send
    case state(id: String)
    case devices
    /// The app's own server has this path instead of `devices`.
    case device
    case health
    /// Sets the answers from now on.
    case answers
    /// Reads the accounts file again.
    case accounts

    /// Paths before `/messages`: of the cloud, of a private server and of the app's own server.
    private static let basePaths = ["/3rdparty/v1", "/api/3rdparty/v1", ""]

    /// nil for an unknown path or method.
    init?(_ request: HTTPRequest) {
        let base = Self.basePaths.first { request.path.hasPrefix($0 + "/") } ?? ""
        let path = request.path.dropFirst(base.count).split(separator: "/").map(String.init)
        switch (request.method, path.first, path.dropFirst().first, path.count) {
        case (.GET, "health", _, 1): self = .health
        case (.POST, "messages", _, 1): self = .send
        case (.GET, "messages", let id?, 2): self = .state(id: id)
        case (.GET, "devices", _, 1): self = .devices
        case (.GET, "device", _, 1): self = .device
        case (.PUT, "sim", "answer", 2): self = .answers
        case (.PUT, "sim", "accounts", 2): self = .accounts
        default: return nil
        }
    }
}
