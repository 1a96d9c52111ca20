/// The encoding in which the phone sends a text.
package enum SMSEncoding: String, Sendable {
    case gsm7 = "GSM 03.38"
    case ucs2 = "UCS-2"

    /// Units (septets, or UTF-16 code units) in an SMS of one segment: 140 octets.
    var unitsInSingle: Int { self == .gsm7 ? 160 : 70 }
    /// Units in each segment of a longer SMS: 140 octets minus 6 of concatenation header.
    var unitsPerSegment: Int { self == .gsm7 ? 153 : 67 }

    /// The units of a character, nil if the encoding does not have it.
    fileprivate func units(of scalar: Unicode.Scalar) -> Int? {
        self == .gsm7 ? GSM0338.septets(of: scalar) : UTF16.width(scalar)
    }
}

/// Counts the segments of an SMS as its text grows.
///
/// An escape pair, a surrogate pair and a grapheme cluster are never split between segments, so the end of a
/// segment may stay unused. A grapheme cluster longer than a segment starts a new segment and is split
/// between Unicode scalars. Android splits UCS-2 text in the same way. For GSM 03.38 its `calculateLength`
/// divides the septets by 153 and may return one less than the parts that its `fragmentText` makes; we count
/// the parts.
package struct SegmentCounter {
    package let encoding: SMSEncoding
    /// All units so far.
    package private(set) var units = 0
    /// Segments of a longer SMS, and the units in the last of them.
    private var parts = 1
    private var fill = 0

    package init(_ encoding: SMSEncoding) {
        self.encoding = encoding
    }

    /// Counts a whole text in the encoding that a phone chooses for it.
    package init(_ text: String) {
        if let counter = SegmentCounter(ifGSM7: text) {
            self = counter
            return
        }
        self.init(.ucs2)
        text.forEachUnsplit { piece, startsSegment in
            add(piece, startsSegment: startsSegment)
        }
    }

    /// nil if GSM 03.38 lacks a character of the text.
    init?(ifGSM7 text: String) {
        self.init(.gsm7)
        // Characters of the alphabet do not combine with each other.
        for scalar in text.unicodeScalars {
            guard let septets = GSM0338.septets(of: scalar) else { return nil }
            add(units: septets)
        }
    }

    /// The segments of the text so far.
    package var segments: Int {
        units <= encoding.unitsInSingle ? 1 : parts
    }

    /// Adds a piece of `forEachUnsplit`. Returns false, and adds nothing, if the encoding does not have it.
    @discardableResult
    mutating func add(_ piece: Substring.UnicodeScalarView, startsSegment: Bool) -> Bool {
        var size = 0
        for scalar in piece {
            guard let units = encoding.units(of: scalar) else { return false }
            size += units
        }
        if startsSegment, fill > 0 { startPart() }
        add(units: size)
        return true
    }

    /// Adds a unit sequence that is never split.
    mutating func add(units size: Int) {
        units += size
        if fill + size > encoding.unitsPerSegment { startPart() }
        fill += size
    }

    private mutating func startPart() {
        parts += 1
        fill = 0
    }
}

extension String {
    /// Calls `body` with the pieces that segments never split: grapheme clusters, or the Unicode scalars of a
    /// cluster longer than a segment; the first of those starts a segment. Ends early on false.
    func forEachUnsplit(_ body: (Substring.UnicodeScalarView, _ startsSegment: Bool) -> Bool) {
        var start = startIndex
        while start < endIndex {
            let end = index(after: start)
            let cluster = unicodeScalars[start..<end]
            if cluster.lengthInUTF16 <= SMSEncoding.ucs2.unitsPerSegment {
                guard body(cluster, false) else { return }
            } else {
                var scalarStart = start
                while scalarStart < end {
                    let scalarEnd = unicodeScalars.index(after: scalarStart)
                    let goesOn = body(unicodeScalars[scalarStart..<scalarEnd], scalarStart == start)
                    guard goesOn else { return }
                    scalarStart = scalarEnd
                }
            }
            start = end
        }
    }
}

extension Substring.UnicodeScalarView {
    var lengthInUTF16: Int {
        var length = 0
        for scalar in self { length += UTF16.width(scalar) }
        return length
    }
}
