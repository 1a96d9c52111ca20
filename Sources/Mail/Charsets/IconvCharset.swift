/// The charsets allowed for glibc's iconv, by its names. It has many more, which mail does not use, and each
/// is a module that a mail could load by name.
enum IconvCharset: String {
    // ISO 8859 in the WHATWG Encoding standard, except for 1, 9 and 11, which are read as their Windows
    // supersets.
    case latin2 = "ISO-8859-2"
    case latin3 = "ISO-8859-3"
    case latin4 = "ISO-8859-4"
    case isoCyrillic = "ISO-8859-5"
    case isoArabic = "ISO-8859-6"
    case isoGreek = "ISO-8859-7"
    case isoHebrew = "ISO-8859-8"
    case latin6 = "ISO-8859-10"
    case latin7 = "ISO-8859-13"
    case latin8 = "ISO-8859-14"
    case latin9 = "ISO-8859-15"
    case latin10 = "ISO-8859-16"

    // Windows, in the same standard; written by Outlook.
    case cp874 = "CP874"
    case cp1250 = "CP1250"
    case cp1251 = "CP1251"
    case cp1253 = "CP1253"
    case cp1254 = "CP1254"
    case cp1255 = "CP1255"
    case cp1256 = "CP1256"
    case cp1257 = "CP1257"
    case cp1258 = "CP1258"

    // China, Japan and Korea, in the same standard; used by mail programs before UTF-8, and partly still
    // today.
    case gb18030 = "GB18030"
    case big5 = "BIG5"
    case big5HKSCS = "BIG5-HKSCS"
    case cp950 = "CP950"
    case cp932 = "CP932"
    case eucJPMS = "EUC-JP-MS"
    case iso2022JP2 = "ISO-2022-JP-2"
    case cp949 = "CP949"

    // The same countries; registered for mail (RFC 1557, RFC 1922) or written by the codecs of Python and
    // PHP.
    case iso2022JP3 = "ISO-2022-JP-3"
    case iso2022KR = "ISO-2022-KR"
    case iso2022CN = "ISO-2022-CN"
    case iso2022CNExt = "ISO-2022-CN-EXT"
    case eucTW = "EUC-TW"
    case johab = "JOHAB"

    // Cyrillic: the first two are in the standard and were common in mail; Python and PHP write the others.
    case koi8R = "KOI8-R"
    case koi8U = "KOI8-U"
    case koi8T = "KOI8-T"
    case pt154 = "PT154"
    case rk1048 = "RK1048"
    case mik = "MIK"

    // Unicode, in addition to UTF-8 and UTF-16: UTF-7 was made for mail (RFC 2152), and broken senders use
    // UTF-32.
    case utf7 = "UTF-7"
    case utf32 = "UTF-32"
    case utf32BE = "UTF-32BE"
    case utf32LE = "UTF-32LE"

    // Macintosh, the first two in the standard; used by mail programs there.
    case macintosh = "MACINTOSH"
    case macCyrillic = "MACCYRILLIC"
    case macUkrainian = "MACUKRAINIAN"
    case macCentralEurope = "MAC-CENTRALEUROPE"

    // Other countries and Unix vendors; registered for mail (RFC 1456, RFC 1345) or in libraries that create
    // mail.
    case viscii = "VISCII"
    case tcvn = "TCVN"
    case tscii = "TSCII"
    case armscii8 = "ARMSCII-8"
    case georgianPS = "GEORGIAN-PS"
    case georgianAcademy = "GEORGIAN-ACADEMY"
    case isiri3342 = "ISIRI-3342"
    case hpRoman8 = "HP-ROMAN8"

    // DOS: batch jobs and devices on Windows mail console output.
    case ibm437 = "IBM437"
    case cp737 = "CP737"
    case cp775 = "CP775"
    case ibm850 = "IBM850"
    case ibm852 = "IBM852"
    case ibm855 = "IBM855"
    case ibm857 = "IBM857"
    case ibm858 = "IBM858"
    case ibm860 = "IBM860"
    case ibm861 = "IBM861"
    case ibm862 = "IBM862"
    case ibm863 = "IBM863"
    case ibm864 = "IBM864"
    case ibm865 = "IBM865"
    case ibm866 = "IBM866"
    case ibm869 = "IBM869"
    case cp1125 = "CP1125"

    // Mainframes, whose jobs mail reports: the EBCDIC code pages of Python's email package.
    case ibm037 = "IBM037"
    case ibm273 = "IBM273"
    case ibm424 = "IBM424"
    case ibm500 = "IBM500"
    case ibm1026 = "IBM1026"
    case ibm1140 = "IBM1140"
}
