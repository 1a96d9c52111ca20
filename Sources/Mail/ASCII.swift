// ASCII bytes of the mail syntax.
let horizontalTab: UInt8 = 0x09
let lineFeed: UInt8 = 0x0A
let carriageReturn: UInt8 = 0x0D
let space: UInt8 = 0x20
let hyphen: UInt8 = 0x2D
let equalsSign: UInt8 = 0x3D
let semicolon: UInt8 = 0x3B
let questionMark: UInt8 = 0x3F

extension UInt8 {
    /// Space or tab: WSP of RFC 5234.
    var isWhiteSpace: Bool { self == space || self == horizontalTab }

    /// White space, CR or LF.
    var isWhiteSpaceOrLineEnd: Bool { isWhiteSpace || self == lineFeed || self == carriageReturn }

    var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    var isASCIILetter: Bool { 0x61...0x7A ~= lowercased }

    var isASCIIDigit: Bool { 0x30...0x39 ~= self }

    var isASCIILetterOrDigit: Bool { isASCIILetter || isASCIIDigit }

    /// The value of a hexadecimal digit of either case.
    var hexadecimalValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}
