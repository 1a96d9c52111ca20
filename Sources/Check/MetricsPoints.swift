import Configuration
import Metrics

/// The file for node_exporter: whether it can be written, and will be read.
func metricsPoints(
    metrics configuration: Configuration, _ text: ConfigurationText, reader: SystemUser?, _ machine: Machine
) -> [Finding] {
    guard let path = configuration.metricsFile else { return [] }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    var findings: [Finding] = []
    if let reader, !folder.isEmpty {
        let make = shellCommand(
            "install", "-d", "-o", reader.name, "-g", reader.groupName, "-m", "755", folder)
        if machine.file(folder)?.kind != .folder {
            findings.append(.error("metrics_file: the folder \(folder) is not there", fix: make))
        } else if machine.file(folder)?.allows(reader, 0o7) == false {
            findings.append(
                .error("metrics_file: \(reader.name) cannot write to the folder \(folder)", fix: make))
        }
    }
    if let content = machine.content(path), !content.isEmpty, !content.hasPrefix(Metrics.firstLine) {
        findings.append(
            .error(
                "metrics_file: \(path) is something else, and is left alone",
                fix: shellCommand("mv", path, path + ".old")))
    }
    if !path.hasSuffix(".prom") {
        findings.append(
            .warning(
                "metrics_file: node_exporter reads no file whose name does not end in .prom",
                fix: text.set("metrics_file", path + ".prom")))
    }
    return findings.or(ok: "metrics_file: \(path)")
}
