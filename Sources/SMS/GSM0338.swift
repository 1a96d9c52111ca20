/// The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, formerly GSM 03.38, section 6.2.1).
package enum GSM0338 {
    /// The septets of a character: 1 in the basic table, 2 (escape and character) in the extension table, nil
    /// if the alphabet does not have it.
    package static func septets(of scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "a"..."z", " "..."Z", "\n", "_", "\r":
            1
        // Of printable ASCII only the grave accent is missing.
        case "[", "\\", "]", "^", "{", "|", "}", "~", "\u{0C}", "€":
            2
        case "¡", "£", "¤", "¥", "§", "¿", "Ä", "Å", "Æ", "Ç", "É", "Ñ", "Ö", "Ø", "Ü", "ß":
            1
        case "à", "ä", "å", "æ", "è", "é", "ì", "ñ", "ò", "ö", "ø", "ù", "ü":
            1
        case "Γ", "Δ", "Θ", "Λ", "Ξ", "Π", "Σ", "Φ", "Ψ", "Ω":
            1
        default:
            nil
        }
    }
}
