import Configuration
import Metrics

/// The file for node_exporter: whether postsms can write it and node_exporter reads it.
func metricsPoints(
    metrics configuration: Configuration, _ text: ConfigurationText, reader: SystemUser?, _ machine: Machine
) -> [Finding] {
    guard let path = configuration.metricsFile else { return [] }
    let folder = path.parentFolder
    let name = path.fileName
    if let reader, folder != "/" {
        func make(_ folder: String) -> String {
            shellCommand("install", "-d", "-o", reader.name, "-g", reader.groupName, "-m", "755", folder)
        }
        if machine.file(folder)?.kind != .folder {
            return [.error("metrics_file: the folder \(folder) is not there", fix: make(folder))]
        }
        if machine.file(folder)?.allows(reader, 0o7) == false {
            // The folder may belong to someone else: it stays as it is and gets a folder of ours.
            let own = folder + "/postsms-metrics"
            return [
                .error(
                    "metrics_file: \(reader.name) cannot write to the folder \(folder)", fix: make(own),
                    text.set("metrics_file", "\(own)/\(name)"))
            ]
        }
    }
    if let content = machine.content(path), !content.isEmpty, !content.hasPrefix(Metrics.firstLine) {
        return [
            .error(
                "metrics_file: \(path) was not written by postsms and is left untouched",
                fix: text.set("metrics_file", "\(folder)/postsms-\(name)"))
        ]
    }
    if !path.hasSuffix(".prom") {
        return [
            .warning(
                "metrics_file: node_exporter reads no file whose name does not end in .prom",
                fix: text.set("metrics_file", path + ".prom"))
        ]
    }
    return [.ok("metrics_file: \(path)")]
}
