import AllocatorObserver
import Testing

@Suite("Server-sent events")
struct ServerSentEventTests {
    private func text(_ event: ServerSentEvent) -> String { String(decoding: event.bytes, as: UTF8.self) }

    @Test(arguments: [
        ("", "data: \n"), ("one", "data: one\n"), ("one\ntwo", "data: one\ndata: two\n"),
        ("one\rtwo", "data: one\ndata: two\n"), ("one\r\ntwo", "data: one\ndata: \ndata: two\n"),
        ("\n\nevent: evil\n\n", "data: \ndata: \ndata: event: evil\ndata: \ndata: \n"),
    ])
    func `no text ends a message or begins another field`(data: String, lines: String) {
        #expect(text(ServerSentEvent("name", data: Array(data.utf8))) == "event: name\n\(lines)\n")
    }

    @Test func `JSON is one line, whatever names there are in it`() {
        let event = ServerSentEvent("picture", json: ["</script>\n\u{2028}": "a\r\nb"])
        #expect(text(event).split(separator: "\n", omittingEmptySubsequences: false).count == 4)
    }

    @Test func `numbers that JSON does not have are words`() {
        #expect(String(decoding: PageJSON.encode([Double.infinity, .nan]), as: UTF8.self) == #"["Infinity","NaN"]"#)
    }
}
