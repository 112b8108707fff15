import AllocatorClient
import AllocatorObserver
import Logging
import Testing

/// The real server in this process, so that events of any size can be sent.
@Suite("A viewer that does not read", .timeLimit(.minutes(2)))
struct SlowViewerTests {
    @Test func `it is cut off, and one that reads gets everything`() async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let watch = WorkerWatch()
        let page = LivePage(cluster: "default", watch: watch)
        let questions = QuestionRoutes(AnswerCache(try ControlClient()), cluster: "default")
        let routes = ObserverRoutes(watch: watch, page: page, questions: questions, allowedHosts: [])
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let server = Task {
            defer { continuation.finish() }
            try await PageServer(routes, host: "127.0.0.1", port: 0, logger: logger) { continuation.yield($0) }.run()
        }
        defer { server.cancel() }
        for await port in ports.prefix(1) { try await check(page, port: port) }
    }

    private func check(_ page: LivePage, port: Int) async throws {
        var slow = try HTTPConnection(port: port)
        slow.send("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try slow.head().status == 200)
        var quick = try HTTPConnection(port: port)
        quick.send("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try quick.head().status == 200)
        _ = try await waitFor("both are not there") { page.viewers.count == 2 ? true : nil }
        // More than the system holds for a connection and the queue for a viewer, by far.
        let padding = String(repeating: "x", count: 1 << 18)
        for number in 1...200 {
            page.viewers.send(ServerSentEvent("number", json: ["\(number)", padding]))
            _ = try #require(try quick.read(upTo: "data: [\"\(number)\","), "event \(number)")
            if page.viewers.givenUp > 0 && number >= 50 { break }
        }
        #expect(page.viewers.givenUp == 1)
        #expect(page.viewers.count == 1)
        // Its connection is closed in the middle of what it did not read.
        _ = try slow.read(upTo: "no event has this")
    }
}
