import Foundation

/// The accepted messages. With a file they survive the end of the process, as on a real server.
struct MessageStore {
    /// By id, which the server's database compares case-insensitively.
    private var byID: [String: [StoredMessage]] = [:]
    private var countByDevice: [String: Int] = [:]
    private let file: FileHandle?
    private let encoder: JSONEncoder

    /// - Parameter path: a file with a line of JSON for each message: its messages are loaded at the start,
    ///   and new ones are appended; nil: no file
    init(path: String?) throws {
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        guard let path else {
            file = nil
            return
        }
        let file = try withFile(path) {
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
            return try FileHandle(forUpdating: URL(filePath: path))
        }
        self.file = file
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        for line in try withFile(path, file.readToEnd)?.split(separator: UInt8(ascii: "\n")) ?? [] {
            guard let message = try? decoder.decode(StoredMessage.self, from: line) else {
                throw FileError(path, "holds something else than messages of smsgate-sim")
            }
            keep(message)
        }
    }

    /// - Returns: one message for each device that has it
    func messages(withID id: String) -> [StoredMessage] {
        byID[id.lowercased()] ?? []
    }

    /// The number of messages waiting on a device: all, because nothing is ever sent.
    func pending(on device: String) -> Int {
        countByDevice[device] ?? 0
    }

    /// Stores `message` and prints it as one line of JSON.
    mutating func add(_ message: StoredMessage) throws {
        let line = try encoder.encode(message) + Data("\n".utf8)
        try file?.write(contentsOf: line)
        keep(message)
        try FileHandle.standardOutput.write(contentsOf: line)
    }

    private mutating func keep(_ message: StoredMessage) {
        guard let id = message.body.id, let device = message.body.deviceId else { return }
        byID[id.lowercased(), default: []].append(message)
        countByDevice[device, default: 0] += 1
    }
}
