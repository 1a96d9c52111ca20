import Glibc
import Mail
import SMS

/// `parse-benchmark FILE [ROUNDS]`: reads a mail as `postsms pipe` does. Prints the seconds of the fastest
/// round for parsing and for shaping the SMS, the UTF-8 bytes of text and subject, and the peak memory in
/// KiB.
@main struct ParseBenchmark {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count > 1, let mail = content(of: arguments[1]) else {
            print("usage: parse-benchmark FILE [ROUNDS]")
            exit(2)
        }
        let clock = ContinuousClock()
        var parsing = Duration.seconds(Int.max)
        var shaping = parsing
        var textBytes = 0
        for _ in 0..<(arguments.count > 2 ? Int(arguments[2]) ?? 1 : 1) {
            let start = clock.now
            let message = Message(parsing: mail)
            textBytes = message.body.text.utf8.count + (message.subject ?? "").utf8.count
            let parsed = clock.now
            // Text without visible characters gives no SMS, but takes time, too.
            _ = try? SMSText(shaping: message.body.text, rules: TextRules())
            parsing = min(parsing, start.duration(to: parsed))
            shaping = min(shaping, parsed.duration(to: clock.now))
        }
        print(parsing / .seconds(1), shaping / .seconds(1), textBytes, peakMemory() ?? "0")
    }

    /// In KiB. `getrusage` would include the parent's memory before it started this process.
    private static func peakMemory() -> Substring? {
        guard let file = unsafe fopen("/proc/self/status", "r") else { return nil }
        defer { unsafe _ = fclose(file) }
        let status = unsafe [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, count in
            count = unsafe fread(buffer.baseAddress, 1, buffer.count, file)
        }
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix("VmHWM:")
        }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first
    }

    private static func content(of path: String) -> [UInt8]? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe _ = fclose(file) }
        guard unsafe fseek(file, 0, SEEK_END) == 0 else { return nil }
        let size = unsafe ftell(file)
        unsafe rewind(file)
        return unsafe [UInt8](unsafeUninitializedCapacity: max(size, 0)) { buffer, count in
            count = unsafe fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }
}
