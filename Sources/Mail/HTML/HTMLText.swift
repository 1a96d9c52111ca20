/// The text of an HTML document or fragment, for an SMS.
///
/// Markup, comments, scripts, style sheets, the title and hidden content are left out. Blocks are lines,
/// paragraphs and headings have a blank line around them, list items start with `- ` or their number, a table
/// row is a line with its cells separated by a space, a link is its text and its address in parentheses
/// unless they are the same, an image is its alternative text. Line ends are LF, no line ends in a space, and
/// there are no blank lines at either end or in a row.
///
/// Never fails: input that is not HTML is returned as text. Time and memory are linear in the size of the
/// input.
package func plainText(fromHTML html: String, links: LinkUse = .address) -> String {
    var converter = HTMLTextConverter(Array(html.utf8), TextOptions(links: links))
    return converter.convert()
}

/// Builds the text from the tokens, with a stack of open elements instead of a tree.
struct HTMLTextConverter {
    /// Elements open at the same time. Real mails stay far below. Elements beyond this are treated as if they
    /// had no attributes, so that their text is kept.
    private static let maximumDepth = 512

    private static let lists: [HTMLElement] = [.ul, .ol, .menu, .dir]
    private static let tableScopes: [HTMLElement] = [.td, .th, .table, .caption]

    var tokenizer: HTMLTokenizer
    var writer: HTMLTextWriter
    var stack = HTMLElementStack()
    private var styleSheet = HTMLStyleSheet()
    /// Open start tags that did not fit on the stack.
    private var elementsBeyondDepth = 0
    /// A line end directly after `<pre>` is ignored.
    private var dropsLineEnd = false
    /// Whether everything from here on is the answered mail.
    private var quotesRest = false

    let options: TextOptions
    /// Links whose address, or text and address, are not shown because of `links`.
    var linksLeftOut = 0
    /// Links whose text is an address, not the one behind it.
    var addressesInText = 0
    private(set) var hidesText = false
    /// The last address that was shown.
    var lastAddress: [UInt8] = []
    /// Whether it was shown instead of a picture; then the text of the next link does not need it.
    var lastIsPicture = false

    init(_ bytes: [UInt8], _ options: TextOptions) {
        tokenizer = HTMLTokenizer(bytes)
        writer = HTMLTextWriter(quotes: options.quotes)
        self.options = options
    }

    mutating func convert() -> String {
        while let token = tokenizer.nextToken() {
            switch token {
            case .text(let range): appendText(range, replacingReferences: true)
            case .literalText(let range): appendText(range, replacingReferences: false)
            case .startTag(let element, let name, let selfClosing):
                start(element, name, selfClosing: selfClosing)
                dropsLineEnd =
                    element == .pre || element == .listing || element == .textarea || element == .xmp
            case .endTag(let element, let name):
                dropsLineEnd = false
                end(element, name)
            }
        }
        close(downTo: 1)
        return String(decoding: writer.output, as: UTF8.self)
    }

    private mutating func appendText(_ range: Range<Int>, replacingReferences: Bool) {
        guard stack.top.showsText else {
            // With `links = none` links are hidden, which is explained already.
            if options.links != .none, tokenizer.bytes[range].contains(where: { $0 > 0x20 }) {
                hidesText = true
            }
            return
        }
        var range = range
        if dropsLineEnd {
            dropsLineEnd = false
            if range.lowerBound < range.upperBound, tokenizer.bytes[range.lowerBound] == 0x0D {
                range = (range.lowerBound + 1)..<range.upperBound
            }
            if range.lowerBound < range.upperBound, tokenizer.bytes[range.lowerBound] == 0x0A {
                range = (range.lowerBound + 1)..<range.upperBound
            }
        }
        writer.append(
            tokenizer.bytes, range, stack.top.whiteSpace, references: replacingReferences ? .text : .none)
    }

    // MARK: Start tags

    private mutating func start(_ element: HTMLElement, _ name: HTMLNameHash, selfClosing: Bool) {
        closeElements(endedBy: element)
        if element == .style, let rules = tokenizer.rawText { styleSheet.add(tokenizer.bytes[rules]) }
        if element.isVoid { return startVoid(element) }
        if element == .html || element == .head || element == .body { return }
        if (element == .td || element == .th) && stack.innermost(.table) > stack.innermost(.tr) {
            push(.tr, HTMLNameHash("tr".utf8), HTMLStyle([]), attributed: false)
        }
        guard stack.count < Self.maximumDepth else {
            if !selfClosing { elementsBeyondDepth += 1 }
            if element.lineEnds > 0, !stack.top.hidesContent { writer.breakBlock(lineEnds: 1) }
            return
        }
        push(element, name, style, attributed: true)
        if selfClosing { close(downTo: stack.count - 1) }
    }

    /// The inline style of the current tag.
    var style: HTMLStyle {
        HTMLStyle(tokenizer.attributes[.style].map { tokenizer.bytes[$0] } ?? [])
    }

    private mutating func push(
        _ element: HTMLElement, _ name: HTMLNameHash, _ style: HTMLStyle, attributed: Bool
    ) {
        let attributes = attributed ? tokenizer.attributes : HTMLAttributes()
        var open = HTMLOpenElement(element, name, in: stack.top)
        open.apply(style, attributes)
        if style.display == nil, let classes = attributes[.class] {
            open.hidesContent = open.hidesContent || styleSheet.hides(tokenizer.bytes[classes])
        }
        open.outputMark = writer.output.count
        open.lineEnds = lineEnds(of: element, style)
        if element == .blockquote, !style.hasNoBorder { open.quote.enter() }
        if options.quotes == .remove { markContainer(&open, attributes) }
        switch element {
        case .a: beginLink(&open, attributes[.href])
        case .ol:
            open.listDepth += 1
            open.ordinal = number(attributes[.start]) ?? 1
        case .ul, .menu, .dir: open.listDepth += 1
        case .pre, .listing, .xmp: open.whiteSpace = style.whiteSpace ?? .keep
        case .textarea: open.whiteSpace = .keepLines
        default: break
        }
        if !open.hidesContent {
            if open.quote != stack.top.quote { writer.breakBlock(lineEnds: 1) }
            begin(&open, itemNumber: number(attributes[.value]))
            writer.quote = open.quote
        }
        stack.push(open)
    }

    /// Sets the breaks and marks before the content of an element.
    private mutating func begin(_ open: inout HTMLOpenElement, itemNumber: Int?) {
        switch open.element {
        case .td, .th: beginCell()
        case .tr, .table: writer.breakStructure()
        case .li where open.lineEnds > 0: writer.beginListItem(marker: listItemMarker(number: itemNumber))
        case .q: if open.showsText { writer.append(UInt8(ascii: "\"")) }
        default: if open.lineEnds > 0 { writer.breakBlock(lineEnds: open.lineEnds) }
        }
    }

    private mutating func beginCell() {
        let index = stack.innermost(.tr)
        guard index > stack.innermost(.table) else { return writer.appendWhitespace(0x20, .collapse) }
        if writer.output.count == stack[index].outputMark {
            writer.beginCell(after: .none)
        } else {
            writer.beginCell(after: writer.lineCount == stack[index].lineMark ? .space : .lineEnd)
        }
        stack[index].lineMark = writer.nextLine
    }

    private func lineEnds(of element: HTMLElement, _ style: HTMLStyle) -> Int {
        if style.display == .inline { return 0 }
        if element == .p {
            // Outlook's paragraphs (class MsoNormal) have no margin; those of list items need none.
            let isTight =
                style.hasNoMargin || stack.innermost(.li) > tableScope || hasValue(of: .class, prefix: "mso")
            return isTight ? 1 : 2
        }
        return max(element.lineEnds, style.display == .block ? 1 : 0)
    }

    private mutating func markContainer(_ open: inout HTMLOpenElement, _ attributes: HTMLAttributes) {
        switch HTMLQuoteContainer(
            classes: value(attributes[.class]), id: value(attributes[.id]), name: value(attributes[.name]))
        {
        case .inside: open.quote.isContainer = true
        case .fromHereOn: quotesRest = true
        case nil: break
        }
        if quotesRest { open.quote.isContainer = true }
    }

    private func value(_ range: Range<Int>?) -> ArraySlice<UInt8> {
        range.map { tokenizer.bytes[$0] } ?? []
    }

    /// Restores the quote mark of the text around an element.
    private mutating func endQuote(_ quote: QuoteMark) {
        var outer = stack.top.quote
        if quotesRest { outer.isContainer = true }
        if quote != outer { writer.breakBlock(lineEnds: 1) }
        writer.quote = outer
    }

    /// The `- ` or number of a starting list item, indented by its depth.
    private mutating func listItemMarker(number: Int?) -> [UInt8] {
        let deepestIndent = 8
        let list = stack.innermost(of: Self.lists)
        var marker = [UInt8](
            repeating: 0x20, count: 2 * min(max(stack[list].listDepth - 1, 0), deepestIndent))
        if let ordinal = stack[list].ordinal {
            let own = number ?? ordinal
            stack[list].ordinal = own &+ 1
            marker += Array("\(own). ".utf8)
        } else {
            marker += Array("- ".utf8)
        }
        return marker
    }

    // MARK: End tags

    private mutating func end(_ element: HTMLElement, _ name: HTMLNameHash) {
        if element == .br, !stack.top.hidesContent { writer.endLine() }
        if element.isVoid || element == .html || element == .head || element == .body { return }
        if elementsBeyondDepth > 0 {
            elementsBeyondDepth -= 1
            if element.lineEnds > 0, !stack.top.hidesContent { writer.breakBlock(lineEnds: 1) }
            return
        }
        let index = stack.innermost(element)
        guard index > scope(of: element), stack[index].name == name else { return }
        close(downTo: index)
    }

    /// The index of the innermost table cell or table: a stray end tag in it closes nothing outside.
    private var tableScope: Int {
        stack.innermost(of: Self.tableScopes)
    }

    private func scope(of element: HTMLElement) -> Int {
        switch element {
        case .table: 0
        case .td, .th, .tr, .tbody, .thead, .tfoot, .caption: stack.innermost(.table)
        default: tableScope
        }
    }

    /// Closes the elements that a start tag ends implicitly: WHATWG HTML section 13.1.2.4.
    private mutating func closeElements(endedBy element: HTMLElement) {
        switch element {
        case .li: close(.li, within: max(tableScope, stack.innermost(of: Self.lists)))
        case .dd, .dt:
            let scope = max(tableScope, stack.innermost(.dl))
            close(.dd, within: scope)
            close(.dt, within: scope)
        case .td, .th:
            close(.td, within: stack.innermost(.table))
            close(.th, within: stack.innermost(.table))
        case .tr, .tbody, .thead, .tfoot:
            close(.tr, within: stack.innermost(.table))
            guard element != .tr else { return }
            close(.tbody, within: stack.innermost(.table))
            close(.thead, within: stack.innermost(.table))
            close(.tfoot, within: stack.innermost(.table))
        case .a: close(.a, within: tableScope)
        case .option: close(.option, within: stack.innermost(.select))
        default: break
        }
        if element.lineEnds > 0 { close(.p, within: tableScope) }
    }

    private mutating func close(_ element: HTMLElement, within scope: Int) {
        let index = stack.innermost(element)
        if index > scope { close(downTo: index) }
    }

    /// Closes the element at this index and everything in it.
    private mutating func close(downTo index: Int) {
        while stack.count > index, let open = stack.pop() {
            guard !open.hidesContent else { continue }
            defer { endQuote(open.quote) }
            switch open.element {
            case .td, .th: writer.endCell(hasText: writer.output.count > open.outputMark)
            case .tr, .table: writer.breakStructure()
            case .li where open.lineEnds > 0: writer.breakStructure()
            case .q: if open.showsText { writer.append(UInt8(ascii: "\"")) }
            case .a: endLink(open)
            default: break
            }
            if open.lineEnds > 0 { writer.breakBlock(lineEnds: open.lineEnds) }
        }
    }
}
