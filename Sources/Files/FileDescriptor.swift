import Glibc

package enum ReadResult: Equatable {
    case complete
    /// The input is longer than the limit; the part that was read is useless.
    case tooLong
    /// errno of the read that failed.
    case failed(Int32)
}

/// Bytes per read: as much as most mails have, and not so much that the heap grows and shrinks.
private let chunkSize = 16_384

/// Reads `descriptor` to its end, appending to `content`, which grows to about `limit` bytes at most.
package func readAll(_ descriptor: Int32, into content: inout [UInt8], limit: Int) -> ReadResult {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize, alignment: 1)
    defer { unsafe chunk.deallocate() }
    while true {
        let count = unsafe readOnce(descriptor, into: chunk)
        if count == 0 { return .complete }
        if count < 0 { return .failed(errno) }
        if content.count + count > limit { return .tooLong }
        unsafe content.append(contentsOf: chunk.prefix(count))
    }
}

/// Waits for input and reads what has arrived. nil at the end of input and on an error.
package func readSome(_ descriptor: Int32) -> [UInt8]? {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: chunkSize) { buffer, count in
        unsafe count = max(0, readOnce(descriptor, into: UnsafeMutableRawBufferPointer(buffer)))
    }
    return bytes.isEmpty ? nil : bytes
}

/// Waits for input and reads what has arrived into `buffer`. Returns the number of bytes, 0 at the end of
/// input, or -1 with errno set.
package func readOnce(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    unsafe buffer.withUnsafeMutableBytes { unsafe readOnce(descriptor, into: $0) }
}

/// read(2), repeated when a signal interrupts it.
private func readOnce(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
        let count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 || errno != EINTR { return count }
    }
}

/// - Returns: whether all of `bytes` was written; errno is set if not. Discardable, because
///   without a reader nobody can be told.
@discardableResult
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if count == 0 || errno != EINTR {
            return false
        }
    }
    return true
}

/// Writes as much of `bytes` as fits into the pipe `descriptor` without waiting for its reader.
package func writeWhatFits(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // A pipe that is ready takes PIPE_BUF bytes at once (pipe(7)).
    while !rest.isEmpty, unsafe poll(&room, 1, 0) > 0, room.revents & Int16(POLLOUT) != 0 {
        let piece = rest.prefix(Int(PIPE_BUF))
        let count = unsafe piece.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        if count <= 0 { return }
        rest = rest.dropFirst(count)
    }
}

/// The system's words for an errno.
package func errorText(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
}
