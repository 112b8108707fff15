import AllocatorClient
import AllocatorObserver
import Foundation
import Testing

/// More connections than an observer accepts.
@Suite("A crowded observer", .serialized, .timeLimit(.minutes(3)))
struct CrowdedObserverTests {
    /// The kinds of clients that hold connections, and the bytes that each sends.
    private static let crowds = [
        "connections that say nothing": "",
        "requests that do not end": "GET / HTTP/1.1\r\nHost: localhost\r\n",
        "idle connections": "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "pages that read nothing": "GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ]

    /// Connections that stay open as long as this object.
    private final class Crowd {
        private final class Member {
            private let connection: HTTPConnection

            init(_ text: String, to observer: RunningObserver) throws {
                connection = try HTTPConnection(port: observer.port)
                connection.send(text)
            }
        }

        private let members: [Member]

        init(_ count: Int, saying text: String, to observer: RunningObserver) throws {
            members = try (0..<count).map { _ in try Member(text, to: observer) }
        }
    }

    @Test(arguments: crowds.keys.sorted()) func `an observer answers probes and metrics whatever other connections do`(
        crowd: String
    ) async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        try await observer.waitUntilReady()
        let text = try #require(Self.crowds[crowd])
        let held = try Crowd(ConnectionPlaces.maximumPlaces + 100, saying: text, to: observer)
        // A connection that is not accepted would wait until idle ones are closed.
        let patience = Duration.seconds(10)
        for path in ["/healthz", "/readyz", "/metrics", "/healthz"] {
            let answer = try await HTTPAnswer.get(path, port: observer.port, within: patience)
            #expect(answer.status == 200, "\(path)")
            if path == "/metrics" {
                #expect(!answer.text.contains("quartermaster_observer_connections_displaced_total 0\n"))
            }
        }
        let ending = try await observer.stop()
        withExtendedLifetime(held) {}
        #expect(ending == .exited(0))
    }

    @Test func `a crowd does not displace a connection that shows the page`() async throws {
        let worker = try await RunningWorker.start()
        let observer = try await RunningObserver.start(of: worker.endpoints)
        try await observer.waitUntilReady()
        var viewer = try HTTPConnection(port: observer.port)
        viewer.send("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try viewer.head().status == 200)
        let held = try Crowd(2 * ConnectionPlaces.maximumPlaces, saying: "", to: observer)
        for _ in 1...3 {
            _ = try #require(try viewer.read(upTo: "\n\n"), "its stream ended")
        }
        let ending = try await observer.stop()
        withExtendedLifetime(held) {}
        #expect(ending == .exited(0))
    }
}

/// The address that an observer listens at.
@Suite("The address of an observer") struct ObserverAddressTests {
    @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "observer.example", "127.0.0.1.example", ""])
    func `that other machines reach takes --insecure`(host: String) async throws {
        var configuration = ObserverConfiguration()
        configuration.host = host
        let problem = try #require(configuration.openness)
        #expect(problem.contains("can be reached from other machines by anyone") && problem.contains("--insecure"))
        configuration.isInsecure = true
        #expect(configuration.openness == nil)
        let refused = try await RunningCommand(["--host=\(host)"], of: RunningCommand.built("quartermaster-observer"))
        #expect(try await refused.wait() == .exited(64))
        // An empty value is no address at all to the command line.
        #expect(refused.errors.contains(host.isEmpty ? "Missing value for '--host <address>'" : problem))
    }

    @Test(arguments: ["127.0.0.1", "127.9.9.9", "localhost", "::1", "::ffff:127.0.0.1"])
    func `that only this machine reaches takes nothing`(host: String) {
        var configuration = ObserverConfiguration()
        configuration.host = host
        #expect(configuration.openness == nil)
    }
}
