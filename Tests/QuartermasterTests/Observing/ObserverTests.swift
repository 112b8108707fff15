import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import Testing
import ZeroMQ

/// The built observer beside the built worker, over HTTP and ZeroMQ.
@Suite("An observer", .serialized, .timeLimit(.minutes(3)))
struct ObserverTests {
    @Test func `it lives before its worker does, and is ready when the worker's heartbeat has come`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        #expect(try await observer.get("/healthz").status == 200)
        try await observer.waitUntilReady()
        #expect(try await worker.stop() == .exited(0))
        _ = try await waitFor("it is still ready") { try await observer.get("/readyz").status == 503 ? true : nil }
        #expect(try await observer.get("/healthz").status == 200)
        #expect(try await observer.get("/metrics").text.contains("\nquartermaster_observer_worker_alive 0\n"))
        #expect(try await observer.stop() == .exited(0))
    }

    private static let paths = [
        "/", "/page/main.js", "/page/style.css", "/page/icon.svg", "/metrics", "/healthz", "/readyz", "/api/state",
        "/api/explain", "/nothing", "/page/nothing",
    ]

    @Test func `every answer keeps the page to itself`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        for path in Self.paths {
            let answer = try await observer.get(path)
            let policy = answer.headers["content-security-policy"] ?? ""
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"), "\(path)")
            #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "\(path)")
            #expect(answer.headers["x-content-type-options"] == "nosniff", "\(path)")
        }
    }

    @Test func `a host that it is not called is refused, unless it is told the name`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints, ["--allow-host", "watch.example"])
        for path in Self.paths {
            let answer = try await observer.get(path, headers: ["Host": "evil.example:\(observer.port)"])
            #expect(answer.status == 421, "\(path)")
            #expect(answer.text.contains("--allow-host"), "\(path)")
        }
        for host in ["localhost:\(observer.port)", "127.0.0.1", "[::1]:80", "watch.example"] {
            #expect(try await observer.get("/", headers: ["Host": host]).status == 200, "\(host)")
        }
    }

    @Test func `a file that the browser has is not sent again`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let first = try await observer.get("/page/main.js")
        #expect(first.headers["content-type"] == "text/javascript; charset=utf-8")
        let tag = try #require(first.headers["etag"])
        #expect(try await observer.get("/page/main.js", headers: ["If-None-Match": tag]).status == 304)
        #expect(try await observer.get("/page/main.js", headers: ["If-None-Match": "\"other\""]).body == first.body)
    }

    @Test(arguments: [
        ("GET", "/page/..%2F..%2Fetc%2Fpasswd", 404), ("GET", "/page/../main.js", 404), ("POST", "/", 404),
        ("GET", "/api/state?view=everything", 400), ("GET", "/api/explain", 400),
        ("GET", "/api/explain?framework=unknown", 404), ("GET", "/%00", 404), ("HEAD", "/metrics", 200),
    ])
    func `what is not there is not found`(method: String, path: String, status: Int) async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        var connection = try HTTPConnection(port: observer.port)
        // A client may change such a path before it sends it.
        connection.send("\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        #expect(try connection.head().status == status)
    }

    @Test func `hostile bytes end their connection and nothing else`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let hostile = [
            "\0\0\0\0", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nHost\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 100_000))\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ]
        for bytes in hostile {
            var connection = try HTTPConnection(port: observer.port)
            connection.send(bytes)
            let status = try? connection.head().status
            #expect(status.map { $0 >= 400 } ?? true, "\(bytes.prefix(60)): \(status ?? 0)")
            #expect(try await observer.get("/healthz").status == 200, "\(bytes.prefix(60))")
        }
    }

    @Test func `a page is greeted, and ends in order with the observer`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        var viewer = try HTTPConnection(port: observer.port)
        viewer.send("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let (status, headers) = try viewer.head()
        #expect(status == 200)
        #expect(headers["content-type"] == "text/event-stream; charset=utf-8")
        let hello = try #require(try viewer.read(upTo: "\n\n"))
        #expect(hello.contains("event: hello\ndata: {\"cluster\":\"default\""))
        _ = try #require(try viewer.read(upTo: "\"isAlive\":true"))
        #expect(try await observer.stop() == .exited(0))
        // The chunk that ends a stream in order.
        _ = try #require(try viewer.read(upTo: "\r\n0\r\n"))
    }

    @Test func `no more pages are open at once than may be`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        let viewers = try (0..<80).map { _ in try Viewer(port: observer.port) }
        let statuses = try viewers.map { try $0.status() }
        #expect(statuses.filter { $0 == 200 }.count == 64)
        #expect(statuses.filter { $0 == 503 }.count == 16)
        #expect(try await observer.get("/metrics").text.contains("\nquartermaster_observer_viewers 64\n"))
    }

    /// A connection in a list.
    private final class Viewer {
        private var connection: HTTPConnection

        init(port: Int) throws {
            connection = try HTTPConnection(port: port)
            connection.send("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        }

        func status() throws -> Int { try connection.head().status }
    }
}
