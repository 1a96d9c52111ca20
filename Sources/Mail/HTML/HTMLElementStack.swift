/// An open element, and the properties that the text in it inherits.
struct HTMLOpenElement {
    var element: HTMLElement
    var name: HTMLNameHash

    /// Whether the element and its content are hidden.
    var hidesContent = false
    /// The property `visibility`.
    var isVisible = true
    var hasZeroFontSize = false
    var whiteSpace = HTMLWhiteSpace.collapse

    /// Line ends before the text that follows; 0 for an inline element.
    var lineEnds = 0
    /// Size of the output at the element's start.
    var outputMark = 0
    /// For a row: the line on which its last cell started.
    var lineMark = 0
    /// For a link: the range of the address.
    var reference: Range<Int>?
    /// For a link: whether it contains a picture without alternative text.
    var holdsPicture = false
    /// For a numbered list: the number of the next item.
    var ordinal: Int?
    var listDepth = 0
    var quote = QuoteMark.none

    var showsText: Bool { !hidesContent && isVisible && !hasZeroFontSize }

    init(_ element: HTMLElement, _ name: HTMLNameHash, in parent: HTMLOpenElement?) {
        self.element = element
        self.name = name
        guard let parent else { return }
        hidesContent = parent.hidesContent
        isVisible = parent.isVisible
        hasZeroFontSize = parent.hasZeroFontSize
        whiteSpace = parent.whiteSpace
        listDepth = parent.listDepth
        quote = parent.quote
    }
}

/// The open elements, outermost first. The innermost element of a kind is found without a search, so that
/// mail full of stray end tags costs no more.
struct HTMLElementStack {
    private var elements: [(open: HTMLOpenElement, previousOfKind: Int)] = []
    private var innermost = [Int](repeating: 0, count: HTMLElement.allCases.count)
    private(set) var top: HTMLOpenElement

    /// The element for the document has index 0 and is never popped.
    init() {
        top = HTMLOpenElement(.other, HTMLNameHash(), in: nil)
        elements.append((top, 0))
    }

    var count: Int { elements.count }

    /// The index of the innermost open element of this kind, 0 if none is open.
    func innermost(_ element: HTMLElement) -> Int {
        innermost[Int(element.rawValue)]
    }

    /// The index of the innermost open element of these kinds.
    func innermost(of kinds: [HTMLElement]) -> Int {
        var index = 0
        for kind in kinds { index = max(index, innermost(kind)) }
        return index
    }

    subscript(index: Int) -> HTMLOpenElement {
        get { elements[index].open }
        set {
            elements[index].open = newValue
            if index == elements.count - 1 { top = newValue }
        }
    }

    mutating func push(_ open: HTMLOpenElement) {
        let kind = Int(open.element.rawValue)
        elements.append((open, innermost[kind]))
        innermost[kind] = elements.count - 1
        top = open
    }

    /// Removes the innermost element, nil if only the document is left.
    mutating func pop() -> HTMLOpenElement? {
        guard elements.count > 1, let last = elements.popLast() else { return nil }
        innermost[Int(last.open.element.rawValue)] = last.previousOfKind
        top = elements[elements.count - 1].open
        return last.open
    }
}
