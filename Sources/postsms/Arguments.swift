import CProcess
import Glibc

/// The command line of a role, read with getopt_long(3).
///
/// swift-argument-parser is not used: its own exit statuses, 1 and 64, bounce mail.
struct Arguments {
    /// The reasons not to run a command line.
    enum Refusal: Error, CustomStringConvertible {
        case help
        case version
        case mistake(String)

        var description: String { if case .mistake(let what) = self { what } else { "" } }
    }

    /// The argument that is not an option, empty if the role takes no such argument.
    let operand: String
    private let values: [Value]

    private struct Value {
        let option: String
        let value: String
    }

    /// - Parameter words: the command line after the name of the role
    init(_ words: [String], _ usage: Usage) throws(Refusal) {
        let options = usage.options + Usage.general
        let (values, operands) = unsafe try withCStrings(["postsms"] + words) { argv throws(Refusal) in
            unsafe try withCStrings(options.map(\.name)) { names throws(Refusal) in
                unsafe try Self.read(words.count + 1, argv, options, names)
            }
        }
        if usage.operand != nil, operands.isEmpty {
            throw .mistake("Missing expected argument '<\(usage.operand?.name ?? "")>'")
        }
        if let unexpected = operands.dropFirst(usage.operand == nil ? 0 : 1).first {
            throw .mistake("Unexpected argument '\(unexpected)'")
        }
        operand = operands.first ?? ""
        self.values = values
    }

    /// All values of an option that may be repeated, in order.
    func all(_ name: String) -> [String] { values.filter { $0.option == name }.map(\.value) }

    /// The last value of an option, nil if it is missing or empty. Only a macro can be empty.
    func value(_ name: String) -> String? { values.last { $0.option == name && !$0.value.isEmpty }?.value }

    func isSet(_ name: String) -> Bool { values.contains { $0.option == name } }

    /// getopt_long(3) returns this for the first option, and following numbers for the others. Below are
    /// letters.
    private static let firstCode: Int32 = 256

    private static func read(
        _ count: Int, _ argv: CStrings, _ options: [Usage.Option], _ names: CStrings
    ) throws(Refusal) -> (values: [Value], operands: [String]) {
        let letters = options.filter(\.isShort).map { $0.name + ($0.value == nil ? "" : ":") }
        // The leading colon tells getopt_long(3) to print nothing.
        let short = letters.reduce(":h", +)
        var long = unsafe options.indices.map { index in
            unsafe CProcess.option(
                name: names[index], has_arg: options[index].value == nil ? no_argument : required_argument,
                flag: nil, val: firstCode + Int32(index))
        }
        unsafe long.append(CProcess.option())

        var values: [Value] = []
        cprocess_restart_getopt()
        while true {
            let code = unsafe getopt_long(Int32(count), argv, short, long, nil)
            let next = Int(cprocess_optind())
            if code == -1 { return (values, (next..<count).map { unsafe word($0, of: argv) }) }
            let isWrong = code == Int32(UInt8(ascii: "?")) || code == Int32(UInt8(ascii: ":"))
            guard let index = index(of: isWrong ? cprocess_optopt() : code, in: options) else {
                // A short option has its letter as code; it may be one of several letters in a word.
                let letter = UInt8(truncatingIfNeeded: cprocess_optopt())
                let name =
                    letter == 0
                    ? String(unsafe word(next - 1, of: argv).prefix { $0 != "=" })
                    : "-" + String(decoding: [letter], as: UTF8.self)
                throw .mistake("Unknown option '\(name)'")
            }
            let option = options[index]
            if option.name == "help" { throw .help }
            if option.name == "version" { throw .version }
            if option.value == nil, isWrong {
                throw .mistake("The option '\(option.pattern)' does not take a value")
            }
            let value = unsafe cprocess_optarg().map { unsafe String(cString: $0) } ?? ""
            if isWrong || (option.value != nil && value.isEmpty && !option.isMacro) {
                throw .mistake("Missing value for '\(option.pattern)'")
            }
            values.append(Value(option: option.name, value: value))
        }
    }

    private static func word(_ index: Int, of argv: CStrings) -> String {
        unsafe argv[index].map { unsafe String(cString: $0) } ?? ""
    }

    private static func index(of code: Int32, in options: [Usage.Option]) -> Int? {
        let index = Int(code) - Int(firstCode)
        if index >= 0 { return options.indices.contains(index) ? index : nil }
        let name =
            code == Int32(UInt8(ascii: "h"))
            ? "help" : UnicodeScalar(UInt8(truncatingIfNeeded: code)).description
        return options.firstIndex { $0.name == name }
    }
}
