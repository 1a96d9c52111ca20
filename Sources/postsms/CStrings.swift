import Glibc

/// C strings, followed by a null pointer.
typealias CStrings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// Calls `body` with copies of `texts` and then frees them.
func withCStrings<Value, Failure: Error>(
    _ texts: [String], _ body: (CStrings) throws(Failure) -> Value
) throws(Failure) -> Value {
    let list = CStrings.allocate(capacity: texts.count + 1)
    for (index, text) in texts.enumerated() { unsafe list[index] = unsafe strdup(text) }
    unsafe list[texts.count] = nil
    defer {
        for index in texts.indices { unsafe free(list[index]) }
        unsafe list.deallocate()
    }
    return unsafe try body(list)
}
