/// Outlook's Transport Neutral Encapsulation Format ([MS-OXTNEF]): the body of the message in it.
enum TNEF {
    private static let signature = 0x223E_9F78
    /// Attributes: type in the upper half, name in the lower.
    private enum Attribute {
        static let body = 0x0002_800C
        static let messageProperties = 0x0006_9003
        static let codePage = 0x0006_9007
    }
    private static let messageLevel: UInt8 = 1

    /// nil if there is no body.
    static func text(of bytes: ArraySlice<UInt8>) -> String? {
        var reader = LittleEndianReader(bytes)
        guard reader.uint32() == signature, reader.uint16() != nil else { return nil }
        var body: ArraySlice<UInt8>?
        var properties: ArraySlice<UInt8>?
        var charset = "windows-1252"
        for _ in 0..<Limit.tnefAttributes {
            // Attributes of attachments follow those of the message.
            guard reader.byte() == messageLevel, let name = reader.uint32(), let length = reader.uint32()
            else { break }
            let data = reader.takeUpTo(length)
            _ = reader.uint16()
            switch name {
            case Attribute.body: body = data
            case Attribute.messageProperties: properties = data
            case Attribute.codePage:
                var numbers = LittleEndianReader(data)
                if let page = numbers.uint32() { charset = Self.charset(ofCodePage: page) }
            default: break
            }
        }
        if let body {
            let text = text(of: body, charset)
            if !TextContent.isBlank(text) { return text }
        }
        return properties.flatMap { MAPIProperties(parsing: $0).text(charset) }
    }

    private static func charset(ofCodePage page: Int) -> String {
        switch page {
        case 65_001: "utf-8"
        case 932: "shift_jis"
        case 936: "gb18030"
        case 949: "ks_c_5601-1987"
        case 950: "big5"
        default: "windows-\(page)"
        }
    }

    /// Strings end at a NUL.
    fileprivate static func text(of bytes: ArraySlice<UInt8>, _ charset: String) -> String {
        let decoded = Charset.decode(bytes.prefix { $0 != 0 }, label: charset)
        return String(decoding: LineEnds.normalized(decoded.utf8), as: UTF8.self)
    }
}

/// The properties of a message ([MS-OXTNEF], 2.1.3.4) that hold its body.
private struct MAPIProperties {
    private enum Name {
        static let body = 0x1000
        static let compressedRTF = 0x1009
        static let html = 0x1013
    }
    private enum ValueType {
        static let string8 = 0x1E
        static let unicode = 0x1F
        static let multiple = 0x1000
    }
    /// Names from here on are followed by their meaning.
    private static let firstNamed = 0x8000

    private var values: [Int: (type: Int, data: ArraySlice<UInt8>)] = [:]

    init(parsing bytes: ArraySlice<UInt8>) {
        var reader = LittleEndianReader(bytes)
        guard let count = reader.uint32() else { return }
        for _ in 0..<min(count, Limit.tnefAttributes) {
            guard let type = reader.uint16(), let name = reader.uint16() else { return }
            if name >= Self.firstNamed, !Self.skipName(&reader) { return }
            guard let data = Self.value(&reader, type: type) else { return }
            if [Name.body, Name.compressedRTF, Name.html].contains(name), values[name] == nil {
                values[name] = (type, data)
            }
        }
    }

    func text(_ charset: String) -> String? {
        if let (type, data) = values[Name.body] {
            let text = Self.string(data, type, charset)
            if !TextContent.isBlank(text) { return text }
        }
        if let (type, data) = values[Name.html] {
            let label = type == ValueType.unicode ? nil : TextContent.charsetInHTML(data) ?? charset
            let document =
                label.map { Charset.decode(data, label: $0).text } ?? Self.string(data, type, charset)
            let text = plainText(fromHTML: document)
            if !TextContent.isBlank(text) { return text }
        }
        guard let (_, data) = values[Name.compressedRTF], let rtf = CompressedRTF.decode(data) else {
            return nil
        }
        return RTFText(rtf[...]).text
    }

    private static func string(_ data: ArraySlice<UInt8>, _ type: Int, _ charset: String) -> String {
        guard type == ValueType.unicode else { return TNEF.text(of: data, charset) }
        let text = UTF16Text.decode(data, bigEndian: false).text.prefix { $0 != "\0" }
        return String(decoding: LineEnds.normalized(Array(text.utf8)[...]), as: UTF8.self)
    }

    /// GUID, then a number or a name in UTF-16.
    private static func skipName(_ reader: inout LittleEndianReader) -> Bool {
        guard reader.take(16) != nil, let kind = reader.uint32() else { return false }
        if kind == 0 { return reader.uint32() != nil }
        guard let length = reader.uint32() else { return false }
        return reader.take(padded(length)) != nil
    }

    /// The value, or the first of several; nil if reading cannot continue.
    private static func value(_ reader: inout LittleEndianReader, type: Int) -> ArraySlice<UInt8>? {
        let single = type & ~ValueType.multiple
        let isVariable = [0x0D, ValueType.string8, ValueType.unicode, 0x102].contains(single)
        var count = 1
        if isVariable || type & ValueType.multiple != 0 {
            guard let stated = reader.uint32() else { return nil }
            count = stated
        }
        var first: ArraySlice<UInt8> = []
        for number in 0..<min(count, Limit.tnefAttributes) {
            let value: ArraySlice<UInt8>
            if isVariable {
                guard let length = reader.uint32() else { return nil }
                value = reader.takeUpTo(length)
                _ = reader.takeUpTo(padded(length) - length)
            } else {
                guard let size = size(of: single), let fixed = reader.take(size) else { return nil }
                value = fixed
            }
            if number == 0 { first = value }
        }
        return first
    }

    /// The size of fixed types with padding; nil for unknown types.
    private static func size(of type: Int) -> Int? {
        switch type {
        case 0x01, 0x02, 0x03, 0x04, 0x0A, 0x0B: 4
        case 0x05, 0x06, 0x07, 0x14, 0x40: 8
        case 0x48: 16
        default: nil
        }
    }

    private static func padded(_ length: Int) -> Int { (length + 3) & ~3 }
}
