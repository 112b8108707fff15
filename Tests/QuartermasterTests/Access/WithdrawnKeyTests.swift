import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import TestSupport
import Testing
import ZeroMQ

/// The allow-list of a running worker, read again at SIGHUP.
@Suite(.timeLimit(.minutes(5))) struct WithdrawnKeyTests {
    /// The maximum time in which a removed key loses its connections, as the worker promises.
    private static let promise = Duration.seconds(1)

    let folder: TemporaryFolder
    let workerKeys: CurveKeyPair
    let admin: ConnectionKeys
    let alice: ConnectionKeys

    init() throws {
        folder = try TemporaryFolder()
        workerKeys = try .generate()
        admin = ConnectionKeys(own: try .generate(), worker: workerKeys.publicKey)
        alice = ConnectionKeys(own: try .generate(), worker: workerKeys.publicKey)
        try CurveKeyFile.write(workerKeys, at: folder.file("worker").path, replacing: false)
    }

    private func entry(_ name: String, _ keys: ConnectionKeys) -> String {
        "  - {name: \(name), public-key: \"\(keys.own.publicKey.text)\", masters: \"*\", clusters: \"*\", "
            + "cluster: true, observe: [\"\"], control: true}\n"
    }

    private func write(_ entries: String...) throws {
        try Data(("keys:\n" + entries.joined()).utf8).write(to: folder.file("allow.yaml"), options: .atomic)
    }

    private func start(_ arguments: [String] = []) async throws -> RunningWorker {
        try await RunningWorker.start(
            ["--curve-key", folder.file("worker.key").path, "--allow", folder.file("allow.yaml").path] + arguments,
            keys: admin)
    }

    private static let doors: [(SocketType, @Sendable (WorkerEndpoints) -> Endpoint)] = [
        (.push, { $0.events }), (.sub, { $0.publications }), (.dealer, { $0.control }),
    ]

    /// Uses a connection once, so that the worker knows whose it is.
    private func use(_ socket: borrowing Socket, _ type: SocketType, _ worker: RunningWorker) async throws {
        switch type {
        case .sub:
            try socket.set(.receiveTimeout, to: .seconds(10))
            _ = try #require(try socket.receiveFrames())
        case .dealer:
            try socket.set(.receiveTimeout, to: .seconds(10))
            _ = try socket.send(Array(#"{"ping": {}}"#.utf8))
            _ = try #require(try socket.receiveFrames())
        default:
            let before = try worker.ask(.digest(.init())).digest.events
            _ = try socket.send(Array(#"{"master": "m1", "initialize": {}}"#.utf8))
            try await waitFor("the event was not applied") {
                try worker.ask(.digest(.init())).digest.events > before ? () : nil
            }
        }
    }

    @Test(arguments: 0..<3) func `a key that is taken out loses its connection, and another keeps its own`(
        door: Int
    ) async throws {
        try write(entry("admin", admin), entry("alice", alice))
        let worker = try await start()
        let (type, endpoint) = Self.doors[door]
        var withdrawn = try WatchedSocket(type, to: endpoint(worker.endpoints), as: alice)
        var kept = try WatchedSocket(type, to: endpoint(worker.endpoints), as: admin)
        try await use(withdrawn.socket, type, worker)
        try await use(kept.socket, type, worker)
        while try withdrawn.monitor.next() != nil {}
        while try kept.monitor.next() != nil {}
        try write(entry("admin", admin))
        worker.command.send(SIGHUP)
        // Waits for as long as the worker promises, and a little for this test's own threads.
        let event = try withdrawn.monitor.next(waitingAtMost: Self.promise + .milliseconds(500))
        guard case .disconnected? = event?.kind else {
            Issue.record("the connection was not ended, but \(String(describing: event))")
            return
        }
        // It tries again and is not let in.
        var next = try withdrawn.monitor.next(waitingAtMost: .seconds(10))
        if case .connected? = next?.kind { next = try withdrawn.monitor.next(waitingAtMost: .seconds(10)) }
        #expect(next?.kind == .handshakeFailed(.denied), "\(String(describing: next))")
        let ended = try kept.monitor.next()
        #expect(ended == nil)
        try await use(kept.socket, type, worker)
        #expect(try await worker.stop() == .exited(0))
    }

    @Test func `without a list there is nothing to read again, and the worker goes on`() async throws {
        let worker = try await RunningWorker.start()
        worker.command.send(SIGHUP)
        try await waitFor("it was not logged") { worker.command.errors.contains("no allow-list") ? () : nil }
        #expect(try worker.ask(.ping(.init())).pong.worker.isEmpty == false)
        #expect(try await worker.stop() == .exited(0))
    }

    @Test func `a list with mistakes is not taken, and each of them is logged`() async throws {
        try write(entry("admin", admin))
        let worker = try await start()
        try write("  - {name: a}\n", "  - {name: b, public-key: 1}\n")
        worker.command.send(SIGHUP)
        try await waitFor("the mistakes were not logged") {
            worker.command.errors.contains("(a): public-key") && worker.command.errors.contains("(b): public-key")
                ? () : nil
        }
        // Its own key is in the former list.
        guard case .pong = try worker.ask(.ping(.init())).answer else {
            Issue.record("the former list does not hold")
            return
        }
        // A new client is accepted with the next valid one.
        try write(entry("admin", admin), entry("alice", alice))
        worker.command.send(SIGHUP)
        try await waitFor("the list was not taken") { worker.command.errors.contains("keys=2") ? () : nil }
        var connection = try ControlConnection(to: worker.endpoints.control, with: alice, in: Context())
        guard case .pong = try connection.ask(.ping(.init()), timeout: Patience.usual).answer else {
            Issue.record("the new list does not hold")
            return
        }
        #expect(try await worker.stop() == .exited(0))
    }

    @Test func `refusals are logged in one line for many`() async throws {
        try write(entry("admin", admin))
        let worker = try await start()
        let context = try Context()
        for _ in 0..<20 {
            let socket = try Socket(.push, in: context)
            try socket.attach(worker.endpoints.events, with: alice)
            _ = try socket.send(Array("{}".utf8), .dontWait)
        }
        try await waitFor("the refusals were not logged") {
            worker.command.errors.contains("reason=unknown_key") ? () : nil
        }
        let lines = worker.command.errors.split(separator: "\n").filter { $0.contains("reason=unknown_key") }
        #expect(lines.count < 20 && lines.allSatisfy { $0.contains(alice.own.publicKey.text) })
        #expect(try await worker.stop() == .exited(0))
    }

    @Test func `mistakes about keys end with 78 before anything is bound`() async throws {
        try write(entry("admin", admin))
        let key = folder.file("worker.key")
        for arguments in [
            ["--events", "tcp://0.0.0.0:*"], ["--curve-key", key.path], ["--allow", folder.file("allow.yaml").path],
            ["--curve-key", folder.file("worker.pub").path, "--allow", folder.file("allow.yaml").path],
        ] {
            let command = try await RunningCommand(["serve"] + arguments)
            #expect(try await command.wait() == .exited(78), "\(command)")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key.path)
        let command = try await RunningCommand(
            ["serve", "--curve-key", key.path, "--allow", folder.file("allow.yaml").path])
        #expect(try await command.wait() == .exited(78))
        #expect(command.errors.contains("chmod 600"), "\(command)")
    }

    @Test func `who serves others without keys says so, and is warned`() async throws {
        let worker = try await RunningWorker.start(["--events", "tcp://0.0.0.0:*", "--insecure"])
        try await waitFor("no warning was logged") { worker.command.errors.contains("--curve-key") ? () : nil }
        #expect(try await worker.stop() == .exited(0))
    }

    @Test func `the commands connect with keys`() async throws {
        try write(entry("admin", admin), entry("alice", alice))
        let worker = try await start()
        try CurveKeyFile.write(alice.own, at: folder.file("alice").path, replacing: false)
        let keys = ["--curve-key", folder.file("alice.key").path, "--server-key", folder.file("worker.pub").path]
        let endpoints = worker.endpoints
        let load = try await RunningCommand(
            [
                "load", "--agents", "5", "--request-count", "5", "--longest-run", "0.1", "--duration", "60", "--events",
                endpoints.events.address, "--publications", endpoints.publications.address, "--control",
                endpoints.control.address,
            ] + keys)
        #expect(try await load.wait() == .exited(0), "\(load)")
        let tail = try await RunningCommand(
            ["tail", "--publications", endpoints.publications.address, "--count", "1", "heartbeat/"] + keys)
        #expect(try await tail.wait() == .exited(0), "\(tail)")
        let state = try await RunningCommand(["state", "--control", endpoints.control.address] + keys)
        #expect(try await state.wait() == .exited(0), "\(state)")
        #expect(try await worker.stop() == .exited(0))
    }
}

/// A socket that tells of its connection.
private struct WatchedSocket: ~Copyable {
    let socket: Socket
    var monitor: SocketMonitor

    init(_ type: SocketType, to endpoint: Endpoint, as keys: ConnectionKeys) throws {
        let context = try Context()
        let socket = try Socket(type, in: context)
        try socket.set(.linger, to: .zero)
        let monitor = try SocketMonitor(socket, in: context, for: SocketEvent.Kinds.connections.union(.refusals))
        if type == .sub { try socket.subscribe(to: Array("heartbeat/".utf8)) }
        try socket.attach(endpoint, with: keys)
        self.socket = socket
        self.monitor = monitor
    }
}
