import CJansson
import Glibc

/// A JSON value, RFC 8259, read and written by jansson.
package enum JSON: Equatable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case real(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    /// A member of an object, RFC 8259, section 4. Members keep their order.
    package struct Member: Equatable, Sendable {
        package let key: String
        package let value: JSON

        package init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// nil if `text` is not exactly one array or object, has more than 2,048 levels, or has a number that
    /// fits neither a Double nor a 64-bit integer (jansson's limits).
    package init?(_ text: [UInt8]) {
        let parsed = unsafe text.withUnsafeBytes {
            unsafe json_loadb($0.baseAddress, $0.count, Int(JSON_ALLOW_NUL), nil)
        }
        guard let parsed = unsafe parsed else { return nil }
        defer { unsafe json_decref(parsed) }
        unsafe self.init(parsed)
    }

    /// On one line, without spaces, keys sorted: equal values give equal bytes.
    ///
    /// - Returns: nil if memory is exhausted, or for anything but an array or object
    package func serialized() -> [UInt8]? {
        guard let built = unsafe built() else { return nil }
        defer { unsafe json_decref(built) }
        guard let text = unsafe json_dumps(built, Int(JSON_COMPACT | JSON_SORT_KEYS)) else { return nil }
        defer { unsafe free(text) }
        return unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }

    /// The value of an object's member, nil if it is missing or this is not an object.
    subscript(key: String) -> JSON? {
        if case .object(let members) = self { members.first { $0.key == key }?.value } else { nil }
    }

    /// The elements of an array, the text of a string; nil for any other value.
    var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
    var string: String? { if case .string(let text) = self { text } else { nil } }

    private init(_ value: UnsafeMutablePointer<json_t>) {
        switch unsafe value.pointee.type {
        case JSON_OBJECT:
            var members: [Member] = []
            var place = unsafe json_object_iter(value)
            while unsafe place != nil {
                if let key = unsafe json_object_iter_key(place),
                    let member = unsafe json_object_iter_value(place)
                {
                    unsafe members.append(Member(String(cString: key), JSON(member)))
                }
                unsafe place = unsafe json_object_iter_next(value, place)
            }
            self = .object(members)
        case JSON_ARRAY:
            let count = unsafe json_array_size(value)
            self = .array(
                (0..<count).compactMap { unsafe json_array_get(value, $0).map { unsafe JSON($0) } })
        case JSON_STRING:
            let bytes = unsafe UnsafeRawBufferPointer(
                start: json_string_value(value), count: json_string_length(value))
            self = .string(unsafe String(decoding: bytes, as: UTF8.self))
        case JSON_INTEGER: self = .integer(unsafe Int(json_integer_value(value)))
        case JSON_REAL: self = .real(unsafe json_real_value(value))
        case JSON_TRUE: self = .boolean(true)
        case JSON_FALSE: self = .boolean(false)
        default: self = .null
        }
    }

    /// The value in jansson's form, which the caller releases; nil if memory is exhausted.
    private func built() -> UnsafeMutablePointer<json_t>? {
        switch self {
        case .null: return unsafe json_null()
        case .boolean(let value): return value ? unsafe json_true() : unsafe json_false()
        case .integer(let value): return unsafe json_integer(json_int_t(value))
        case .real(let value): return unsafe json_real(value)
        case .string(let text):
            let count = text.utf8.count
            return unsafe text.withCString { unsafe json_stringn($0, count) }
        case .array(let elements):
            guard let array = unsafe json_array() else { return nil }
            for element in elements {
                guard unsafe json_array_append_new(array, element.built()) == 0 else {
                    unsafe json_decref(array)
                    return nil
                }
            }
            return unsafe array
        case .object(let members):
            guard let object = unsafe json_object() else { return nil }
            for member in members {
                guard unsafe json_object_set_new(object, member.key, member.value.built()) == 0 else {
                    unsafe json_decref(object)
                    return nil
                }
            }
            return unsafe object
        }
    }
}
