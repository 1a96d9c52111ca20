/// This program, as commands and checks need it.
package struct ThisProgram: Sendable {
    /// Its path.
    package let path: String
    /// The options on the command line that choose the configuration.
    package let options: [String]
    /// The error of a role for arguments that it does not accept, nil if it accepts them.
    package let refusal: @Sendable (_ role: String, _ arguments: [String]) -> String?

    package init(
        path: String, options: [String],
        refusal: @escaping @Sendable (_ role: String, _ arguments: [String]) -> String? = { _, _ in nil }
    ) {
        self.path = path
        self.options = options
        self.refusal = refusal
    }

    func command(_ role: String, _ subcommand: String, _ argument: String) -> String {
        let end = argument.utf8.first == UInt8(ascii: "-") ? ["--"] : []
        return shellCommand([path, role, subcommand] + options + end + [argument])
    }

    /// `argv=` for a service, with the configuration of `service`, or that of this run.
    ///
    /// - Parameter own: whether it runs this program and not that of `service`
    func argv(_ role: String, like service: MasterService?, own: Bool) -> String {
        let file = options.first == "--config" ? Array(options.prefix(2)) : []
        let program = own ? path : service?.argv.first ?? path
        return (["argv=\(program)", role] + (service?.configurationOptions ?? file)).joined(separator: " ")
    }
}
