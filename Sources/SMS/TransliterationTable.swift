/// The replacement of an invisible character, a space or punctuation; nil for others and if there is no
/// equivalent.
func typographicReplacement(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case _ where isInvisible(scalar): ""
    case _ where isUnicodeSpace(scalar): " "
    // Single quotes, apostrophes, accents that stand alone, prime.
    case 0x60, 0xB4, 0x2B9, 0x2BB...0x2BD, 0x2C8, 0x2CA, 0x2CB, 0x2018...0x201B, 0x2032, 0x2035, 0xFF40: "'"
    case 0x2039, 0x2329, 0x27E8, 0x3008: "<"
    case 0x203A, 0x232A, 0x27E9, 0x3009: ">"
    case 0xAB, 0xBB, 0x2BA, 0x201C...0x201F, 0x2033, 0x2036, 0x301D...0x301F: "\""
    // Hyphens, dashes, minus signs and bullets.
    case 0x2010...0x2015, 0x2043, 0x2212, 0xFE58, 0xFE63: "-"
    case 0xB7, 0x2022, 0x2023, 0x2027, 0x2219, 0x22C5, 0x25AA, 0x25AB, 0x25B8, 0x25BA, 0x25E6: "-"
    case 0x2E3A: "--"
    case 0x2E3B: "---"
    case 0x2024: "."
    case 0x2025: ".."
    case 0x2026, 0x22EF: "..."
    case 0x2044, 0x2215: "/"
    case 0x2216: "\\"
    case 0x2217: "*"
    case 0x2236: ":"
    case 0x37E: ";"
    case 0xA6, 0x2223: "|"
    case 0x2C6: "^"
    case 0x2DC, 0x223C: "~"
    // Fullwidth ASCII and currency signs.
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0).map { String(Character($0)) }
    case 0xFFE1: "£"
    case 0xFFE5: "¥"
    // Ligatures.
    case 0xFB00: "ff"
    case 0xFB01: "fi"
    case 0xFB02: "fl"
    case 0xFB03: "ffi"
    case 0xFB04: "ffl"
    case 0xFB05, 0xFB06: "st"
    // Signs with a second code point for a letter of GSM 03.38.
    case 0x2126: "Ω"
    case 0x212A: "K"
    case 0x212B: "Å"
    case 0x2206: "Δ"
    case 0x2211: "Σ"
    case 0x220F: "Π"
    default: nil
    }
}

/// The letter of GSM 03.38 composed of a letter and a combining mark.
func compose(_ base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    switch (base, mark.value) {
    case ("a", 0x300): "à"
    case ("e", 0x300): "è"
    case ("i", 0x300): "ì"
    case ("o", 0x300): "ò"
    case ("u", 0x300): "ù"
    case ("e", 0x301): "é"
    case ("E", 0x301): "É"
    case ("n", 0x303): "ñ"
    case ("N", 0x303): "Ñ"
    case ("a", 0x308): "ä"
    case ("A", 0x308): "Ä"
    case ("o", 0x308): "ö"
    case ("O", 0x308): "Ö"
    case ("u", 0x308): "ü"
    case ("U", 0x308): "Ü"
    case ("a", 0x30A): "å"
    case ("A", 0x30A): "Å"
    case ("C", 0x327): "Ç"
    default: nil
    }
}

/// The combining marks of Latin and Greek letters.
func isCombiningMark(_ scalar: Unicode.Scalar) -> Bool {
    (0x300...0x36F).contains(scalar.value)
}

/// Whether the letter stays legible without its combining mark.
func isLatinOrGreek(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x370...0x3FF, 0x1E00...0x1EFF:
        true
    default: false
    }
}

/// The replacement of a letter outside of GSM 03.38: the letter without accents, or a spelling in several
/// letters.
func letterReplacement(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x132: "IJ"
    case 0x133: "ij"
    case 0x13F: "L-"
    case 0x140: "l-"
    case 0x149: "'n"
    case 0x14A: "NG"
    case 0x14B: "ng"
    case 0x152: "OE"
    case 0x153: "oe"
    case 0xDE: "TH"
    case 0xFE: "th"
    case 0x1C4: "DZ"
    case 0x1C5: "Dz"
    case 0x1C6: "dz"
    case 0x1C7: "LJ"
    case 0x1C8: "Lj"
    case 0x1C9: "lj"
    case 0x1CA: "NJ"
    case 0x1CB: "Nj"
    case 0x1CC: "nj"
    case 0x1F1: "DZ"
    case 0x1F2: "Dz"
    case 0x1F3: "dz"
    case 0x1E9E: "ß"
    // Of two marks, GSM 03.38 has one.
    case 0x1D5, 0x1D7, 0x1D9, 0x1DB: "Ü"
    case 0x1D6, 0x1D8, 0x1DA, 0x1DC: "ü"
    case 0x1DE: "Ä"
    case 0x1DF: "ä"
    case 0x1E2, 0x1FC: "Æ"
    case 0x1E3, 0x1FD: "æ"
    case 0x1FA: "Å"
    case 0x1FB: "å"
    case 0x1FE: "Ø"
    case 0x1FF: "ø"
    case 0x22A: "Ö"
    case 0x22B: "ö"
    // Greek capitals that look like Latin ones, with or without tonos, and those of GSM 03.38 with dialytika.
    case 0x386, 0x391: "A"
    case 0x388, 0x395: "E"
    case 0x389, 0x397: "H"
    case 0x38A, 0x399, 0x3AA: "I"
    case 0x38C, 0x39F: "O"
    case 0x38E, 0x3A5, 0x3AB: "Y"
    case 0x38F: "Ω"
    case 0x392: "B"
    case 0x396: "Z"
    case 0x39A: "K"
    case 0x39C: "M"
    case 0x39D: "N"
    case 0x3A1: "P"
    case 0x3A4: "T"
    case 0x3A7: "X"
    case 0xC0...0x17F: letter(scalar.value - 0xC0, of: latin1AndExtendedA)
    case 0x180...0x24F: letter(scalar.value - 0x180, of: latinExtendedB)
    case 0x1E00...0x1EFF: letter(scalar.value - 0x1E00, of: latinExtendedAdditional)
    default: nil
    }
}

/// The letter at an offset in one of the strings below, which are ASCII, so that the access is fast.
private func letter(_ offset: UInt32, of table: String) -> String? {
    let bytes = table.utf8
    guard let index = bytes.index(bytes.startIndex, offsetBy: Int(offset), limitedBy: bytes.endIndex),
        index < bytes.endIndex, bytes[index] != UInt8(ascii: ".")
    else { return nil }
    return String(Character(Unicode.Scalar(bytes[index])))
}

/// U+00C0 to U+017F: each letter without its accents; a dot if it has no such letter.
private let latin1AndExtendedA = """
    AAAAAA.CEEEEIIIIDNOOOOO..UUUUY..aaaaaa.ceeeeiiiidnooooo..uuuuy.y\
    AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKkkLlLlLl.\
    .LlNnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs
    """

/// U+0180 to U+024F, in the same form.
private let latinExtendedB = """
    bBBb...CcDDDd.EEEFfG...IKkl..Nn.Oo..Pp.....tTtTUu.VYyZz.........\
    .............AaIiOoUuUuUuUuUueAaAa..GgGgKkOoOo..j...Gg..NnAa..Oo\
    AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh.d..ZzAaEeOoOoOoOoYylntj..ACcLTs\
    z..BU.EeJjQqRrYy
    """

/// U+1E00 to U+1EFF, in the same form.
private let latinExtendedAdditional = """
    AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm\
    MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv\
    WwWwWwWwWwXxXxYyZzZzZzhtwy.sss..AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe\
    EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy....Yy
    """

/// Whether the sign needs a space after a digit, as in 1½.
func isVulgarFraction(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xBC...0xBE, 0x2150...0x215E: true
    default: false
    }
}

/// The ASCII replacement of a symbol outside of GSM 03.38.
func symbolReplacement(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0xA2: "c"
    case 0xA9: "(c)"
    case 0xAA: "a"
    case 0xAE: "(R)"
    case 0xB0: "deg"
    case 0xB1: "+/-"
    case 0xB2: "^2"
    case 0xB3: "^3"
    case 0xB5, 0x3BC: "u"
    case 0xB9: "^1"
    case 0xBA: "o"
    case 0xBC: "1/4"
    case 0xBD: "1/2"
    case 0xBE: "3/4"
    case 0xD7, 0x2715, 0x2716: "x"
    case 0xF7: "/"
    case 0x203C: "!!"
    case 0x2048: "?!"
    case 0x2049: "!?"
    case 0x2070: "^0"
    case 0x2074...0x2079: "^" + String(scalar.value - 0x2070)
    case 0x2080...0x2089: String(scalar.value - 0x2080)
    case 0x20A9: "KRW"
    case 0x20AA: "ILS"
    case 0x20AB: "VND"
    case 0x20B4: "UAH"
    case 0x20B9: "INR"
    case 0x20BA: "TRY"
    case 0x20BD: "RUB"
    case 0x20BF: "BTC"
    case 0x2103: "degC"
    case 0x2109: "degF"
    case 0x2116: "No"
    case 0x2120: "(SM)"
    case 0x2122: "(TM)"
    case 0x2153: "1/3"
    case 0x2154: "2/3"
    case 0x215B: "1/8"
    case 0x215C: "3/8"
    case 0x215D: "5/8"
    case 0x215E: "7/8"
    case 0x2190: "<-"
    case 0x2191: "(up)"
    case 0x2192, 0x2794, 0x2799...0x279E, 0x27A1: "->"
    case 0x2193: "(down)"
    case 0x2194: "<->"
    case 0x21D2: "=>"
    case 0x2248: "~"
    case 0x2260: "!="
    case 0x2264: "<="
    case 0x2265: ">="
    // Rules and corners of tables drawn with lines.
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D: "-"
    case 0x2550: "="
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551: "|"
    case 0x250C...0x254B, 0x2552...0x2570: "+"
    case 0x25A0, 0x25A1, 0x25CB, 0x25CF, 0x2605, 0x2606, 0x2B50: "*"
    case 0x26A0: "(!)"
    case 0x2611, 0x2705, 0x2713, 0x2714: "ok"
    case 0x2612, 0x2717, 0x2718, 0x274C: "x"
    default: nil
    }
}
