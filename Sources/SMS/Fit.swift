/// As much of a text as fits into an SMS: all of it, or its beginning and `...`.
struct Fit {
    /// Three dots: unlike U+2026 they are in GSM 03.38.
    private static let ellipsis = "..."

    let text: String
    let counter: SegmentCounter
    /// Where the text was cut; nil if all of it fits.
    let cut: String.Index?

    /// - Parameters:
    ///   - isComplete: false if the text continues, so that `...` is needed even if all of it fits.
    ///   - maxSegments: at least 1.
    ///   - maxLength: in UTF-16 code units, `...` included.
    init(_ text: String, isComplete: Bool, maxSegments: Int, maxLength: Int) {
        // Most texts end here without splitting them into grapheme clusters, which is expensive. UTF-8 is
        // never shorter than UTF-16.
        if isComplete, text.utf8.count <= maxLength, let counter = SegmentCounter(ifGSM7: text),
            counter.segments <= maxSegments
        {
            self.text = text
            self.counter = counter
            cut = nil
            return
        }
        var gsm = Prefix(
            in: .gsm7, of: text, room: Self.ellipsis, maxSegments: maxSegments, maxLength: maxLength)
        var ucs2 = Prefix(
            in: .ucs2, of: text, room: Self.ellipsis, maxSegments: maxSegments, maxLength: maxLength)
        text.forEachUnsplit { piece, startsSegment in
            gsm.extend(by: piece, startsSegment: startsSegment)
            ucs2.extend(by: piece, startsSegment: startsSegment)
            return !gsm.isClosed || !ucs2.isClosed
        }
        if isComplete, !gsm.isClosed || !ucs2.isClosed {
            self.text = text
            counter = gsm.isClosed ? ucs2.counter : gsm.counter
            cut = nil
            return
        }
        // UCS-2 can fit more only beyond the first character outside of GSM 03.38.
        let limit = max(gsm.endWithRoom, ucs2.endWithRoom)
        var kept = text.unicodeScalars[..<CutPlace.before(limit, in: text)]
        while let last = kept.last, last.properties.isWhitespace || Self.joinsDot(last) { kept.removeLast() }
        self.text = String(kept) + Self.ellipsis
        counter = SegmentCounter(self.text)
        cut = kept.endIndex
    }

    /// Whether a dot after this character would become part of it (the Prepend class of UAX #29), which could
    /// move both across a segment limit.
    private static func joinsDot(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII && (String(Character(scalar)) + ".").count == 1
    }
}

/// The longest prefix that fits in one encoding.
private struct Prefix {
    private let maxSegments: Int
    private let maxLength: Int
    /// ASCII, so each of its characters is one unit in both encodings.
    private let room: String

    private(set) var counter: SegmentCounter
    /// In UTF-16 code units.
    private var length = 0
    /// Whether the text has reached something that does not fit.
    private(set) var isClosed = false
    /// The last position to cut at so that `room` still fits after it.
    private(set) var endWithRoom: String.Index

    init(in encoding: SMSEncoding, of text: String, room: String, maxSegments: Int, maxLength: Int) {
        counter = SegmentCounter(encoding)
        endWithRoom = text.startIndex
        self.room = room
        self.maxSegments = maxSegments
        self.maxLength = maxLength
    }

    mutating func extend(by piece: Substring.UnicodeScalarView, startsSegment: Bool) {
        guard !isClosed else { return }
        length += piece.lengthInUTF16
        guard counter.add(piece, startsSegment: startsSegment), counter.segments <= maxSegments,
            length <= maxLength
        else {
            isClosed = true
            return
        }
        var withRoom = counter
        for _ in room.utf8 { withRoom.add(units: 1) }
        if withRoom.segments <= maxSegments, length + room.utf8.count <= maxLength {
            endWithRoom = piece.endIndex
        }
    }
}
