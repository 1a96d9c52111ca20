/// What the program can be run as.
protocol Role: Sendable {
    static var usage: Usage { get }

    init(_ arguments: Arguments) throws(Arguments.Refusal)

    func run() throws
}
