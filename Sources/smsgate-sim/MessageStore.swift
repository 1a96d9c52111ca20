import Foundation

/// The messages that were accepted. With a file they survive an end of the stand-in, as those of a server do.
struct MessageStore {
    /// By id, which the server's database compares without regard to case.
    private var byID: [String: [StoredMessage]] = [:]
    private var countByDevice: [String: Int] = [:]
    private let file: FileHandle?
    private let encoder: JSONEncoder

    /// - Parameter path: a file with a line of JSON for each message: those in it are there from the start, and those that
    ///   come are appended; nil: none
    init(path: String?) throws {
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        guard let path else {
            file = nil
            return
        }
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
        let file = try FileHandle(forUpdating: URL(filePath: path))
        self.file = file
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        for line in try file.readToEnd()?.split(separator: UInt8(ascii: "\n")) ?? [] {
            keep(try decoder.decode(StoredMessage.self, from: line))
        }
    }

    /// - Returns: one for each device that has it
    func messages(withID id: String) -> [StoredMessage] {
        byID[id.lowercased()] ?? []
    }

    /// How many messages wait on a device: all, as nothing is ever sent.
    func pending(on device: String) -> Int {
        countByDevice[device] ?? 0
    }

    /// Keeps `message` and prints it as one line of JSON.
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
