import Foundation

/// What is wrong with a file of the command line, in one line.
struct FileError: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ what: String) { description = "\(path): \(what)" }

    /// - Parameter error: Foundation's, whose own text has several lines
    init(_ path: String, _ error: any Error) {
        let cause = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error ?? error) as NSError
        let isErrno = cause.domain == NSPOSIXErrorDomain
        self.init(
            path, isErrno ? unsafe String(cString: strerror(Int32(cause.code))) : "cannot be read as UTF-8")
    }
}

/// Does something with a file; an error then names the file.
func withFile<Value>(_ path: String, _ action: () throws -> Value) throws -> Value {
    do { return try action() } catch { throw FileError(path, error) }
}
