import CCrypt
import Glibc
import Nettle

/// A password's hash in the form of crypt(5), of a method whose cost is known: DES, MD5, SHA-256, SHA-512, bcrypt or
/// yescrypt.
struct CryptHash: Sendable {
    private let text: String

    enum Problem: Error {
        /// No hash of these methods, or not all of it.
        case unknown
        case tooCostly
    }

    init(_ bytes: [UInt8]) throws(Problem) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0),
            let cost = Self.cost(of: text)
        else { throw .unknown }
        guard cost <= 1 else { throw .tooCostly }
        guard [CRYPT_SALT_OK, CRYPT_SALT_METHOD_LEGACY].contains(unsafe crypt_checksalt(text)) else {
            throw .unknown
        }
        self.text = text
    }

    func matches(_ candidate: [UInt8]) -> Bool {
        // crypt(3) takes a C string, which ends at a NUL.
        let isText = !candidate.contains(0)
        let phrase = candidate.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
        var data: UnsafeMutableRawPointer?
        var size: Int32 = 0
        defer { unsafe free(data) }
        guard let hash = unsafe crypt_ra(phrase, text, &data, &size) else { return false }
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: hash, count: strlen(hash)))
        return areEqualInConstantTime(bytes, Array(text.utf8)) && isText
    }
}

// A failed login is answered after two seconds, and smtpd(8) waits for ten: about one second for a hash is bearable. A
// mistyped cost would keep every login waiting, for days.
extension CryptHash {
    private static let mostRounds = 1_000_000.0
    /// bcrypt's, as the power of two.
    private static let highestCost = 14.0
    /// yescrypt's, as the power of two; with blocks of `blockSize` it needs 128 MiB.
    private static let mostBlocks = 15.0
    private static let blockSize = 32

    /// The cost as a part of the highest one that is taken. nil: not one of the methods, or a part of the hash is missing.
    private static func cost(of text: String) -> Double? {
        let fields = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard let hash = fields.last, hash.allSatisfy({ digit($0) != nil }) else { return nil }
        if fields.count == 1 { return hash.count == 13 ? 0 : nil }
        guard fields.count >= 4, fields[0].isEmpty else { return nil }
        let parameter = String(Substring(fields[2]))
        switch (String(Substring(fields[1])), fields.count, hash.count) {
        case ("1", 4, 22), ("5", 4, 43), ("6", 4, 86):
            return 0
        case ("5", 5, 43), ("6", 5, 86):
            let mark = "rounds="
            guard parameter.hasPrefix(mark) else { return nil }
            return Double(parameter.dropFirst(mark.count)).map { $0 / mostRounds }
        case ("2a", 4, 53), ("2b", 4, 53), ("2y", 4, 53):
            return Double(parameter).map { $0 / highestCost }
        case ("y", 5, 43):
            // Flags, number and size of the blocks. Others follow only with a cost of their own.
            let digits = parameter.utf8.compactMap(digit)
            guard digits.count == 3, parameter.utf8.first == UInt8(ascii: "j") else { return nil }
            return digits[2] < blockSize ? Double(digits[1] + 1) / mostBlocks : .infinity
        default:
            return nil
        }
    }

    /// The value of a character of crypt(3)'s base64, from 0.
    private static func digit(_ character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "."): 0
        case UInt8(ascii: "/"): 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character - UInt8(ascii: "0")) + 2
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character - UInt8(ascii: "A")) + 12
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(character - UInt8(ascii: "a")) + 38
        default: nil
        }
    }
}
