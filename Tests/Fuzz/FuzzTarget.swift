import Glibc

/// The target for one input. A leading digit or one of `:;<=>?@[\` selects a single decoder for the rest; any
/// other input is a mail.
private enum FuzzTarget: UInt8 {
    case base64 = 0x30
    case quotedPrintable
    case uuencode
    case header
    case encodedWords
    case charset
    case flowed
    case html
    case shaping
    case phoneNumber
    case terminal
    case quotes
    case cms
    case tnef
    case rtf
    case calendar
    case report
    case plainMarkup = 0x5B
    case milter

    func run(_ input: ArraySlice<UInt8>) {
        switch self {
        case .base64: checkBase64(input)
        case .quotedPrintable: checkQuotedPrintable(input)
        case .uuencode: checkUUEncoding(input)
        case .header: checkHeader(input)
        case .encodedWords: checkEncodedWords(input)
        case .charset: checkCharset(input)
        case .flowed: checkFlowedText(input)
        case .html: checkHTML(input)
        case .shaping: checkShaping(input)
        case .phoneNumber: checkPhoneNumber(input)
        case .terminal: checkTerminalText(input)
        case .quotes: checkQuotes(input)
        case .cms: checkCMS(input)
        case .tnef: checkTNEF(input)
        case .rtf: checkRTF(input)
        case .calendar: checkCalendar(input)
        case .report: checkReport(input)
        case .plainMarkup: checkPlainMarkup(input)
        case .milter: checkMilter(input)
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: data, count: count))
    if let first = input.first, let target = FuzzTarget(rawValue: first) {
        target.run(input.dropFirst())
    } else {
        checkMail(input)
    }
    return 0
}
