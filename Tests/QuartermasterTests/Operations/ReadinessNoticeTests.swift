import Foundation
import Glibc
import TestSupport
import Testing

/// A worker tells the service manager that started it when it serves, as systemd's Type=notify wants it.
@Suite(.timeLimit(.minutes(3)))
struct ReadinessNoticeTests {
    private static func arguments(_ folder: TemporaryFolder) -> [String] {
        let anyPort = "tcp://127.0.0.1:*"
        return [
            "serve", "--ephemeral", "--events", anyPort, "--publications", anyPort, "--control", anyPort,
            "--ready-file",
            folder.file("ready").path,
        ]
    }

    @Test(arguments: [false, true])
    func `is told once the worker serves`(isAbstract: Bool) async throws {
        let folder = try TemporaryFolder()
        let address = isAbstract ? "@\(folder.url.lastPathComponent)" : folder.file("notify").path
        let manager = try DatagramSocket(boundTo: address)
        let worker = try await RunningCommand(Self.arguments(folder), environment: ["NOTIFY_SOCKET": address])
        let message = try await waitFor("no notice of \(worker)") { manager.receive() }
        #expect(message == "READY=1")
        #expect(FileManager.default.fileExists(atPath: folder.file("ready").path))
        worker.send(SIGTERM)
        #expect(try await worker.wait(within: Patience.stop) == .exited(0), "\(worker)")
        #expect(manager.receive() == nil)
    }

    @Test(arguments: ["/nowhere/notify", String(repeating: "x", count: 200), "@"])
    func `that cannot be told does not keep the worker from serving`(address: String) async throws {
        let folder = try TemporaryFolder()
        let worker = try await RunningCommand(Self.arguments(folder), environment: ["NOTIFY_SOCKET": address])
        _ = try await waitFor("no warning in \(worker)") {
            worker.errors.contains("NOTIFY_SOCKET") ? true : nil
        }
        #expect(worker.isRunning)
        worker.send(SIGTERM)
        #expect(try await worker.wait(within: Patience.stop) == .exited(0), "\(worker)")
    }
}

/// The socket of a service manager.
private struct DatagramSocket: ~Copyable {
    private let descriptor: Int32

    struct Failure: Error { let number: Int32 }

    /// - Parameter address: A path, or `@` and a name in the abstract namespace.
    init(boundTo address: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var bytes = Array(address.utf8)
        if address.hasPrefix("@") { bytes[0] = 0 }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout.size(ofValue: name.sun_family) + bytes.count)
        let bound = withUnsafePointer(to: name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw Failure(number: errno) }
    }

    deinit { close(descriptor) }

    /// Nil where nothing has come.
    func receive() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
