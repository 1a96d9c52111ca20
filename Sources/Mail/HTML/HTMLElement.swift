/// The elements and attributes with special treatment. Everything else is `other`.
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

    private static let byName = HTMLNameTable(allCases.dropFirst().map { (name: "\($0)", value: $0) })

    init(nameHash: HTMLNameHash) {
        self = Self.byName[nameHash] ?? .other
    }

    /// Elements without content and end tag.
    var isVoid: Bool {
        switch self {
        case .area, .base, .br, .col, .embed, .hr, .img, .input, .link, .meta, .param, .source, .track, .wbr:
            true
        default: false
        }
    }

    /// Line ends between the element and the text around it, 2 for a blank line, 0 for an inline element.
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

    /// Elements whose content is not markup: everything up to the end tag is raw text.
    var isRawText: Bool {
        switch self {
        case .iframe, .noembed, .noframes, .script, .style, .textarea, .title, .xml, .xmp: true
        default: false
        }
    }
}

/// The attributes that affect the text.
enum HTMLAttribute: UInt8, CaseIterable {
    case alt, `class`, height, hidden, href, id, name, open, selected, size, start, style, title, type, value,
        width

    private static let byName = HTMLNameTable(allCases.map { (name: "\($0)", value: $0) })

    init?(nameHash: HTMLNameHash) {
        guard let attribute = Self.byName[nameHash] else { return nil }
        self = attribute
    }
}

extension UInt8 {
    /// Tab, line feed, form feed, carriage return, space.
    var isHTMLWhitespace: Bool {
        self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C
    }
}
