import SMS
import Testing

@Test func shapesAndTransliterates() throws {
    let text = try SMSText(shaping: "it’s \r\n\r\n\r\n x", rules: TextRules())
    #expect(text.text == "it's\n\n x")
    #expect(text.encoding == .gsm7)
}
