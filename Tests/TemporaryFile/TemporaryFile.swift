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
