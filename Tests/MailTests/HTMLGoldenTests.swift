import Foundation
import Mail
import Testing

/// Whole mails in the form of real generators, with the text for their reader.
@Suite("HTML mails become text")
struct HTMLGoldenTests {
    @Test(
        "a mail of a known generator",
        arguments: ["grafana", "alertmanager", "booking", "outlook", "phone", "zabbix", "device"],
        ["\n", "\r\n"])
    func mail(name: String, lineEnd: String) throws {
        let html = try Self.file("html-\(name).html").replacingOccurrences(of: "\n", with: lineEnd)
        let text = try Self.file("html-\(name).txt")
        #expect(plainText(fromHTML: html) + "\n" == text)
    }

    /// The files are next to this one, so that the package's manifest needs no resources.
    private static func file(_ name: String) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Golden").appendingPathComponent(name))
        return String(decoding: data, as: UTF8.self)
    }
}
