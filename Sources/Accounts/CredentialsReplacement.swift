package import Files
import Glibc

/// Changes the credentials map in one step: a reader, even after a crash, sees the complete old or the
/// complete new content. Owner, group and mode stay. A missing map is created, owned by root and readable by
/// the group postsms if it exists.
///
/// Concurrent edits wait for each other, so that no change is lost. Symbolic links are followed: their target
/// is replaced.
///
/// - Parameter edit: makes the new content from the present map, nil if it is missing; returns nil to change
///   nothing
/// - Returns: whether the file was changed
/// - Throws: a ConfigurationError; the file is then unchanged
@discardableResult
package func editCredentials(
    at path: String, edit: (CredentialsFile?) throws(ConfigurationError) -> [UInt8]?
) throws(ConfigurationError) -> Bool {
    let path = resolved(path)
    return try replaceFile(at: path, patience: lockPatience, isDurable: true) {
        () throws(ConfigurationError) -> FileContent? in
        let present = fileExists(path) ? try CredentialsFile(path: path) : nil
        guard let bytes = try edit(present) else { return nil }
        return FileContent(bytes: bytes, access: present == nil ? accessOfNewMap() : .asBefore)
    }
}

/// Milliseconds to wait for another edit. An edit takes a few.
private let lockPatience = 10_000

/// The group that can read a new map.
private let newFileGroup = "postsms"

private func accessOfNewMap() -> FileAccess {
    guard geteuid() == 0, let group = unsafe getgrnam(newFileGroup) else { return .new(mode: 0o600) }
    return unsafe .new(mode: 0o640, group: group.pointee.gr_gid)
}

/// The target of `path` without symbolic links, if it exists.
private func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
}
