import Foundation
import Glibc
import Synchronization

/// A thread of hostile or faulty clients at a port, which runs until it is stopped.
final class Strangers: Sendable {
    enum Kind: String, CaseIterable {
        /// Connections like those of a port scan: connect, send some arbitrary bytes, close.
        case garbage = "garbage, 200 connections a second"
        /// Connections that send nothing.
        case halfOpen = "200 half-open connections"
        /// Connections that start like a sender and then trickle bytes.
        case slow = "100 senders, 100 bytes a second each"

        fileprivate var connections: Int {
            switch self {
            case .garbage: 1
            case .halfOpen: 200
            case .slow: 100
            }
        }

        /// The pause between two turns.
        fileprivate var pause: UInt32 {
            switch self {
            case .garbage: 5_000
            case .halfOpen: 100_000
            case .slow: 10_000
            }
        }
    }

    private let isStopped = Atomic<Bool>(false)
    private let hasEnded = DispatchSemaphore(value: 0)
    private let made = Atomic<Int>(0)

    /// - Parameter port: The port to connect to.
    init(_ kind: Kind, toPort port: UInt16) {
        Thread.detachNewThread { [self] in
            defer { hasEnded.signal() }
            while !isStopped.load(ordering: .relaxed) { run(kind, port) }
        }
    }

    /// The number of connections so far.
    var count: Int { made.load(ordering: .relaxed) }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        hasEnded.wait()
    }

    /// Runs one generation of connections until all have ended, because the worker may disconnect them.
    private func run(_ kind: Kind, _ port: UInt16) {
        switch kind {
        case .garbage:
            let bytes = (0..<Int.random(in: 1...1_024)).map { _ in UInt8.random(in: 0...255) }
            if let connection = connect(port) { _ = connection.send(bytes) }
            usleep(kind.pause)
        case .halfOpen, .slow:
            hold(kind, port)
        }
    }

    private func hold(_ kind: Kind, _ port: UInt16) {
        var open: [Held] = []
        while !isStopped.load(ordering: .relaxed) {
            while open.count < kind.connections, let connection = connect(port) { open.append(Held(connection)) }
            if kind == .slow { open.removeAll { !$0.sendNext() } }
            usleep(kind.pause)
        }
    }

    private func connect(_ port: UInt16) -> LoopbackConnection? {
        guard let connection = try? LoopbackConnection(toPort: port) else { return nil }
        made.add(1, ordering: .relaxed)
        return connection
    }

    /// A connection and its progress.
    private final class Held {
        private let connection: LoopbackConnection
        private var sent = 0

        init(_ connection: consuming LoopbackConnection) { self.connection = connection }

        /// Sends the next byte of a PUSH socket without CURVE: the greeting, READY, and then a frame without end.
        func sendNext() -> Bool {
            defer { sent += 1 }
            return connection.send([sent < Self.beginning.count ? Self.beginning[sent] : 0x61])
        }

        /// ZMTP 3.0: the greeting (signature, version, mechanism NULL, filler), READY of a PUSH socket, and the header
        /// of a frame of 1 MiB.
        private static let beginning: [UInt8] =
            [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0] + Array("NULL".utf8) + [UInt8](repeating: 0, count: 16 + 32)
            + [0x04, 26] + [5] + Array("READY".utf8) + [11] + Array("Socket-Type".utf8) + [0, 0, 0, 4]
            + Array("PUSH".utf8)
            + [0x02, 0, 0, 0, 0, 0, 0x10, 0, 0]
    }
}
