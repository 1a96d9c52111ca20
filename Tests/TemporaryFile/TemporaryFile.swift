import Foundation

/// A file that exists during one call.
///
/// - Parameters:
///   - content: its bytes
///   - mode: its permissions
/// - Returns: what `body` returns for its path
@discardableResult
package func withTemporaryFile<Value>(
    _ content: some Sequence<UInt8>, mode: Int = 0o600, _ body: (_ path: String) throws -> Value
) throws -> Value {
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("postsms-test-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(content).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    return try body(file.path)
}

/// A folder that exists during one call.
///
/// - Parameter mode: its permissions
/// - Returns: what `body` returns for its path
@discardableResult
package func withTemporaryFolder<Value>(
    mode: Int = 0o700, _ body: (_ path: String) throws -> Value
) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.path + "/postsms-test-" + UUID().uuidString
    try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: mode])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}
