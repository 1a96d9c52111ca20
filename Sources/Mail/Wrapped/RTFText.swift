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
        /// In the table of fonts.
        var isFontTable = false
        /// The number of the font, which may have a charset of its own.
        var font: Int?
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
    /// The charset of the document, and those of its fonts by their numbers.
    private var documentCharset = "windows-1252"
    private var fontCharsets: [Int: String] = [:]
    private var defaultFont: Int?
    /// The charset of the bytes that are not converted yet.
    private var charset = "windows-1252"
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
            useCharset()
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

    /// Takes the charset of the current font for what follows.
    private mutating func useCharset() {
        let charset = state.font.flatMap { fontCharsets[$0] } ?? documentCharset
        guard charset != self.charset else { return }
        convert()
        self.charset = charset
    }

    private mutating func use(documentCharset: String) {
        self.documentCharset = documentCharset
        useCharset()
    }

    /// Changes the font, or begins its entry in the table.
    private mutating func use(font: Int?) {
        state.font = font
        if !state.isFontTable { useCharset() }
    }

    /// `\fcharset` in the table of fonts.
    private mutating func setFontCharset(_ number: Int) {
        guard state.isFontTable, let font = state.font, fontCharsets.count < Limit.rtfFonts else { return }
        fontCharsets[font] = Self.codePages[number].map { "windows-\($0)" }
    }

    /// The code pages of font charsets. That of 0 is the document's, since programs write it for all fonts.
    private static let codePages = [
        128: 932, 129: 949, 134: 936, 136: 950, 161: 1_253, 162: 1_254, 163: 1_258, 177: 1_255, 178: 1_256,
        186: 1_257,
        204: 1_251, 222: 874, 238: 1_250,
    ]

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
        case "ansicpg": use(documentCharset: number == 65_001 ? "utf-8" : "windows-\(number ?? 1_252)")
        case "mac": use(documentCharset: "macintosh")
        case "deff": defaultFont = number
        case "f": use(font: number)
        case "plain": use(font: defaultFont)
        case "fcharset": setFontCharset(number ?? 0)
        case "fromhtml": isHTML = number != 0
        case "htmlrtf": state.isReplaced = number != 0
        case "bin": index = min(bytes.endIndex, index + max(0, number ?? 0))
        case "fonttbl":
            state.isFontTable = true
            state.isIgnored = true
        case "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "listtable",
            "listoverridetable", "generator", "themedata", "datastore", "xmlnstbl", "rsidtbl":
            state.isIgnored = true
        default: break
        }
    }
}
