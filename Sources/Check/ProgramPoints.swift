/// The program that a service of Postfix runs: whether it exists, starts, and only root can change it.
///
/// - Parameters:
///   - postsms: this program, which is known to start
///   - use: the command that has the service run this program instead
func programPoints(
    program path: String, of service: MasterService, reader: SystemUser?, postsms: ThisProgram,
    use: String, _ machine: Machine
) -> [Finding] {
    let install = shellCommand("install", "-D", "-m", "755", postsms.path, path)
    let rule = FileRule(name: "program", path: path, reader: reader, isProgram: true, missing: [install])
    let problems = machine.problems(with: rule)
    if !problems.isEmpty { return problems }
    if let one = machine.file(path), one.realPath == machine.file(postsms.path)?.realPath {
        return []
    }
    // A program is run only if nobody but root can have installed it.
    guard let result = machine.run([path, "--version"]), result.status == 0,
        result.output.hasPrefix("postsms ")
    else {
        return [
            .error(
                "program: \(path), which service \(service.name) runs, does not start, or is not postsms",
                fix: use)
        ]
    }
    let own = machine.run([postsms.path, "--version"])
    if let own, own.output != result.output {
        return [
            // Which one is right, only the administrator knows, and a package may own the file.
            .warning("program: \(path) is \(line(result.output)), and this is \(line(own.output))")
        ]
    }
    return []
}

private func line(_ text: String) -> String {
    text.filter { !$0.isNewline }
}
