// Its functions are what these calls are bound to.
import CProcess
import Glibc
import Testing

/// postsms itself does not calculate with floating-point numbers: what it links instead of libm is still to be right.
@Suite("libm when it is called")
struct LibmTests {
    private struct Call: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let value: @Sendable (Double) -> Double
        let argument: Double
        let expected: Double
    }

    private static let calls = [
        Call(testDescription: "sin", value: { sin($0) }, argument: 1, expected: 0.8414709848078965),
        Call(testDescription: "log10", value: { log10($0) }, argument: 1000, expected: 3),
        Call(testDescription: "floor", value: { $0.rounded(.down) }, argument: -0.5, expected: -1),
        Call(
            testDescription: "fmod", value: { $0.truncatingRemainder(dividingBy: 2) }, argument: -7.5,
            expected: -1.5),
        Call(
            testDescription: "remainder", value: { $0.remainder(dividingBy: 2) }, argument: 7.5,
            expected: -0.5),
        Call(testDescription: "pow", value: { pow($0, 10) }, argument: 2, expected: 1024),
        Call(testDescription: "fma", value: { fma($0, 3, 4) }, argument: 2, expected: 10),
        Call(testDescription: "acosf", value: { Double(acos(Float($0))) }, argument: 1, expected: 0),
        Call(testDescription: "powf", value: { Double(pow(Float($0), 3)) }, argument: 3, expected: 27),
        Call(testDescription: "jn", value: { jn(0, $0) }, argument: 0, expected: 1),
        Call(testDescription: "lgamma_r", value: { lgamma($0).0 }, argument: 2, expected: 0),
        Call(testDescription: "remquo", value: { Double(remquo($0, 2).1) }, argument: 9, expected: 4),
    ]

    @Test(arguments: calls)
    private func givesWhatLibmGives(call: Call) {
        #expect(call.value(call.argument) == call.expected)
        #expect(call.value(call.argument) == call.expected, "the second time")
    }
}
