import AllocatorWire
import Testing

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("5", 5_000_000_000), ("0.25", 250_000_000), ("-1", -1_000_000_000), ("1e2", 100_000_000_000),
        ("5s", 5_000_000_000),
        ("500ms", 500_000_000), ("10m", 600_000_000_000), ("1h", 3_600_000_000_000), ("1.5h", 5_400_000_000_000),
        ("2d", 172_800_000_000_000), ("7us", 7_000), ("7ns", 7), ("0", 0),
    ])
    func `a number counts seconds, or what its unit says`(text: String, nanoseconds: Int64) {
        #expect(DurationText.nanoseconds(text, plain: .seconds(1)) == nanoseconds)
    }

    @Test func `the caller decides the unit of a plain number`() {
        #expect(DurationText.duration("250", plain: .milliseconds(1)) == .milliseconds(250))
        #expect(DurationText.duration("250s", plain: .milliseconds(1)) == .seconds(250))
    }

    @Test(arguments: [
        "", "s", "ms", "5 s", " 5s", "5s ", "5S", "5sec", "5s5", "1h30m", "five", "nan", "inf", "0x10", "1e300",
        "1e300h",
        "--5", "5-", "٥s", String(repeating: "1", count: 100),
    ])
    func `anything else is none`(text: String) {
        #expect(DurationText.nanoseconds(text, plain: .seconds(1)) == nil)
    }
}
