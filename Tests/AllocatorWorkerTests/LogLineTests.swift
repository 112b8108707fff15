import AllocatorWorker
import FoundationEssentials
import Testing

@Suite struct LogLineTests {
    private func line(_ message: String, _ metadata: [String: String] = [:]) -> LogLine {
        LogLine(time: Date(timeIntervalSince1970: 0.25), level: "info", message: message, metadata: metadata)
    }

    @Test func `a text line holds time, level, message and sorted metadata`() {
        #expect(
            line("serving", ["b": "2", "a": "one two"]).text
                == #"1970-01-01T00:00:00.250Z info serving a="one two" b=2"#)
    }

    @Test func `a JSON line is one object`() {
        #expect(
            line("serving", ["a": "x/y"]).json
                == #"{"level":"info","message":"serving","metadata":{"a":"x/y"},"time":"1970-01-01T00:00:00.250Z"}"#)
    }

    @Test(arguments: ["a\nb", "a\r\nb", "\u{1b}[31m", "\u{2028}x\u{0}"])
    func `logged text cannot begin a new line`(hostile: String) {
        for line in [line(hostile, ["key": hostile]).text, line(hostile, ["key": hostile]).json] {
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
        }
    }
}
