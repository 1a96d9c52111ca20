/// The text of a Rich Text Format document. HTML that was converted to RTF ([MS-OXRTFEX]) is converted back.
struct RTFText {
    let text: String

    init(_ bytes: ArraySlice<UInt8>) {
        var reader = RTFReader(bytes.prefix(Limit.textBytes))
        reader.read()
        let output = String(decoding: LineEnds.normalized(reader.output[...]), as: UTF8.self)
        text = reader.isHTML ? plainText(fromHTML: output) : output
    }
}

private struct RTFReader {
    private struct State {
        /// In a destination that is not text, such as a table of fonts.
        var isIgnored = false
        /// `\htmlrtf`: text that replaces HTML in programs without support for it.
        var isReplaced = false
        /// Characters that replace a Unicode character in programs without support for it (`\uc`).
        var fallback = 1
    }

    private let bytes: ArraySlice<UInt8>
    private var index: Int
    private var state = State()
    private var groups: [State] = []
    private var groupsBeyondDepth = 0
    private var charset = "windows-1252"
    /// Bytes of `charset` that are not converted yet.
    private var pending: [UInt8] = []
    /// Characters to skip after a Unicode character.
    private var skipped = 0
    /// The first half of a character beyond 16 bits.
    private var surrogate: UInt16?
    private(set) var output: [UInt8] = []
    private(set) var isHTML = false

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    mutating func read() {
        while index < bytes.endIndex, output.count < Limit.textBytes {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x7B: openGroup()
            case 0x7D: closeGroup()
            case 0x5C: control()
            case carriageReturn, lineFeed, 0: break
            default: append(byte)
            }
        }
        convert()
    }

    private mutating func openGroup() {
        skipped = 0
        if groups.count < Limit.rtfDepth { groups.append(state) } else { groupsBeyondDepth += 1 }
    }

    private mutating func closeGroup() {
        skipped = 0
        if groupsBeyondDepth > 0 {
            groupsBeyondDepth -= 1
        } else if let outer = groups.popLast() {
            state = outer
        }
    }

    // MARK: Text

    private mutating func append(_ byte: UInt8) {
        if skipped > 0 {
            skipped -= 1
        } else if !state.isIgnored, !state.isReplaced {
            pending.append(byte)
        }
    }

    private mutating func append(_ text: String) {
        convert()
        guard !state.isIgnored, !state.isReplaced else { return }
        output += Array(text.utf8)
    }

    private mutating func convert() {
        guard !pending.isEmpty else { return }
        if pending.allSatisfy({ $0 < 0x80 }) {
            output += pending
        } else {
            output += Charset.decode(pending[...], label: charset).utf8
        }
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func use(charset: String) {
        guard charset != self.charset else { return }
        convert()
        self.charset = charset
    }

    private mutating func append(unit: UInt16) {
        if let high = surrogate {
            surrogate = nil
            append(String(decoding: [high, unit], as: UTF16.self))
        } else if 0xD800...0xDBFF ~= unit {
            surrogate = unit
        } else if let scalar = Unicode.Scalar(unit) {
            append(String(scalar))
        }
        skipped = state.fallback
    }

    // MARK: Control words

    private mutating func control() {
        guard index < bytes.endIndex else { return }
        let byte = bytes[index]
        guard byte.isASCIILetter else {
            index += 1
            symbol(byte)
            return
        }
        let start = index
        while index < bytes.endIndex, index - start < Self.longestWord,
            bytes[index].isASCIILetter
        {
            index += 1
        }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        let number = number()
        if index < bytes.endIndex, bytes[index] == space { index += 1 }
        if skipped > 0 {
            skipped -= 1
            return
        }
        apply(word, number)
    }

    private static let longestWord = 32
    private static let longestNumber = 9

    private mutating func number() -> Int? {
        let isNegative = index < bytes.endIndex && bytes[index] == hyphen
        var end = isNegative ? index + 1 : index
        let start = end
        while end < bytes.endIndex, end - start < Self.longestNumber, bytes[end].isASCIIDigit {
            end += 1
        }
        guard end > start else { return nil }
        index = end
        let value = bytes[start..<end].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return isNegative ? -value : value
    }

    private mutating func symbol(_ byte: UInt8) {
        switch byte {
        case 0x27:
            let digits = bytes[index...].prefix(2)
            guard let high = digits.first?.hexadecimalValue,
                let low = digits.dropFirst().first?.hexadecimalValue
            else { return }
            index += 2
            append(high << 4 | low)
        case 0x2A: if !isHTMLTag { state.isIgnored = true }
        case 0x7E: append("\u{A0}")
        case 0x5F: append("-")
        case 0x5C, 0x7B, 0x7D: append(byte)
        case lineFeed, carriageReturn: append("\n")
        default: break
        }
    }

    /// `{\*\htmltag84 <br>}`: the HTML itself.
    private var isHTMLTag: Bool { isHTML && bytes[index...].starts(with: "\\htmltag".utf8) }

    private mutating func apply(_ word: String, _ number: Int?) {
        switch word {
        case "par", "line", "row", "sect", "page": append("\n")
        case "tab", "cell": append(isHTML ? " " : "\t")
        case "emdash": append("\u{2014}")
        case "endash": append("\u{2013}")
        case "lquote": append("\u{2018}")
        case "rquote": append("\u{2019}")
        case "ldblquote": append("\u{201C}")
        case "rdblquote": append("\u{201D}")
        case "bullet": append("\u{2022}")
        case "u": append(unit: UInt16(truncatingIfNeeded: number ?? 0))
        case "uc": state.fallback = min(max(number ?? 1, 0), 8)
        case "ansicpg": use(charset: number == 65_001 ? "utf-8" : "windows-\(number ?? 1_252)")
        case "mac": use(charset: "macintosh")
        case "fromhtml": isHTML = number != 0
        case "htmlrtf": state.isReplaced = number != 0
        case "bin": index = min(bytes.endIndex, index + max(0, number ?? 0))
        case "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "listtable",
            "listoverridetable", "generator", "themedata", "datastore", "xmlnstbl", "rsidtbl":
            state.isIgnored = true
        default: break
        }
    }
}
