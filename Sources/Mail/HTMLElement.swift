/// The elements and attributes that the conversion treats in a way of their own. Everything else is `other`.
enum HTMLElement: UInt8, CaseIterable {
    case other
    case a, address, annotation, area, article, aside, base, blockquote, body, br, button, caption, center,
        col
    case datalist, dd, desc, details, dialog, dir, div, dl, dt, embed, fieldset, figcaption, figure, font,
        footer
    case form, h1, h2, h3, h4, h5, h6, head, header, hr, html, iframe, img, input, legend, li, link, listing,
        main
    case menu, meta, metadata, nav, noembed, noframes, ol, option, p, param, pre, q, script, section, select,
        source
    case style, summary, table, tbody, td, template, textarea, tfoot, th, thead, title, tr, track, ul, wbr,
        xml, xmp

    private static let byNameHash: [UInt64: HTMLElement] = {
        var table: [UInt64: HTMLElement] = [:]
        for element in allCases where element != .other {
            table[HTMLNameHash("\(element)".utf8).value] = element
        }
        return table
    }()

    init(nameHash: HTMLNameHash) {
        self = Self.byNameHash[nameHash.value] ?? .other
    }

    /// No content and no end tag.
    var isVoid: Bool {
        switch self {
        case .area, .base, .br, .col, .embed, .hr, .img, .input, .link, .meta, .param, .source, .track, .wbr:
            true
        default: false
        }
    }

    /// Line ends that part the element from what stands around it, 2 for a blank line, 0 for an inline element.
    var lineEnds: Int {
        switch self {
        case .p, .h1, .h2, .h3, .h4, .h5, .h6, .hr: 2
        case .address, .article, .aside, .blockquote, .caption, .center, .dd, .details, .dialog, .dir, .div,
            .dl,
            .dt, .fieldset, .figcaption, .figure, .footer, .form, .header, .legend, .li, .listing, .main,
            .menu,
            .nav, .ol, .option, .pre, .section, .summary, .table, .ul, .xmp:
            1
        default: 0
        }
    }

    /// What stands between the tags is no markup: everything up to the end tag belongs to the element.
    var isRawText: Bool {
        switch self {
        case .iframe, .noembed, .noframes, .script, .style, .textarea, .title, .xml, .xmp: true
        default: false
        }
    }
}

/// The attributes that matter to the text.
enum HTMLAttribute: UInt8, CaseIterable {
    case alt, `class`, height, hidden, href, open, selected, size, start, style, type, value, width

    private static let byNameHash: [UInt64: HTMLAttribute] = {
        var table: [UInt64: HTMLAttribute] = [:]
        for attribute in allCases {
            table[HTMLNameHash("\(attribute)".utf8).value] = attribute
        }
        return table
    }()

    init?(nameHash: HTMLNameHash) {
        guard let attribute = Self.byNameHash[nameHash.value] else { return nil }
        self = attribute
    }
}

/// A name without regard to the case of ASCII letters, as a 64-bit FNV-1a hash: names are compared by it, so that
/// none has to be copied. A collision would at worst give an unknown element the meaning of a known one.
struct HTMLNameHash: Equatable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    init(_ name: some Sequence<UInt8>) {
        for byte in name { add(byte) }
    }

    mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte.asciiLowercased)) &* 0x100_0000_01B3
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 {
        self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
    }

    var isASCIILetter: Bool {
        asciiLowercased >= UInt8(ascii: "a") && asciiLowercased <= UInt8(ascii: "z")
    }

    /// Tab, line feed, form feed, carriage return, space.
    var isHTMLWhitespace: Bool {
        self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C
    }
}
