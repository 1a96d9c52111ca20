package import Files
import Glibc

/// Changes the credentials map so that a reader sees the old content or the new one, whole, and never something
/// between; also after a crash. Owner, group and mode stay. A map that is not there yet is made, root's, and readable for
/// the group postsms if there is one.
///
/// Edits are made one after another, and each sees what the one before has written. Symbolic links are followed: the
/// file that they lead to is replaced.
///
/// - Parameter edit: from the present map, nil if there is none, to the new content; nil: nothing is to be changed
/// - Returns: whether the file was changed
/// - Throws: a ConfigurationError, and then the file is as it was
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

/// Milliseconds for which another edit is waited for. An edit takes a few.
private let lockPatience = 10_000

/// The group that a new map is readable for.
private let newFileGroup = "postsms"

private func accessOfNewMap() -> FileAccess {
    guard geteuid() == 0, let group = unsafe getgrnam(newFileGroup) else { return .new(mode: 0o600) }
    return unsafe .new(mode: 0o640, group: group.pointee.gr_gid)
}

/// Where `path` leads to, without symbolic links, if it leads to something.
private func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
}
