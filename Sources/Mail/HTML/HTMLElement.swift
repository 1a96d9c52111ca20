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

    private static let byName: [HTMLNameHash: HTMLElement] = [
        "a": .a, "address": .address, "annotation": .annotation, "area": .area, "article": .article,
        "aside": .aside, "base": .base, "blockquote": .blockquote, "body": .body, "br": .br,
        "button": .button, "caption": .caption, "center": .center, "col": .col, "datalist": .datalist,
        "dd": .dd, "desc": .desc, "details": .details, "dialog": .dialog, "dir": .dir, "div": .div,
        "dl": .dl, "dt": .dt, "embed": .embed, "fieldset": .fieldset, "figcaption": .figcaption,
        "figure": .figure, "font": .font, "footer": .footer, "form": .form, "h1": .h1, "h2": .h2, "h3": .h3,
        "h4": .h4, "h5": .h5, "h6": .h6, "head": .head, "header": .header, "hr": .hr, "html": .html,
        "iframe": .iframe, "img": .img, "input": .input, "legend": .legend, "li": .li, "link": .link,
        "listing": .listing, "main": .main, "menu": .menu, "meta": .meta, "metadata": .metadata,
        "nav": .nav, "noembed": .noembed, "noframes": .noframes, "ol": .ol, "option": .option, "p": .p,
        "param": .param, "pre": .pre, "q": .q, "script": .script, "section": .section, "select": .select,
        "source": .source, "style": .style, "summary": .summary, "table": .table, "tbody": .tbody,
        "td": .td, "template": .template, "textarea": .textarea, "tfoot": .tfoot, "th": .th,
        "thead": .thead, "title": .title, "tr": .tr, "track": .track, "ul": .ul, "wbr": .wbr, "xml": .xml,
        "xmp": .xmp,
    ]

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

    private static let byName: [HTMLNameHash: HTMLAttribute] = [
        "alt": .alt, "class": .class, "height": .height, "hidden": .hidden, "href": .href, "id": .id,
        "name": .name, "open": .open, "selected": .selected, "size": .size, "start": .start,
        "style": .style, "title": .title, "type": .type, "value": .value, "width": .width,
    ]

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
