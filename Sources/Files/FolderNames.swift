import Glibc

/// Calls `body` with each name in a folder, in no order and with `.` and `..`.
///
/// - Returns: 0, or the errno with which the folder cannot be read
package func forEachName(inFolder path: String, _ body: (String) -> Void) -> Int32 {
    guard let folder = unsafe opendir(path) else { return errno }
    defer { unsafe closedir(folder) }
    while let entry = unsafe readdir(folder) {
        body(
            unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            })
    }
    return 0
}
