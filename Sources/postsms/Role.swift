/// What the program can be run as.
protocol Role: Sendable {
    static var usage: Usage { get }

    init(arguments: Arguments) throws(Arguments.Refusal)

    func run() throws
}
