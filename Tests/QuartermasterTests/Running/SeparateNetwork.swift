import Foundation
import Glibc
import Synchronization
import Testing

/// A network namespace with a pair of virtual interfaces to it, which behaves like a second machine.
///
/// It can vanish like a machine whose cable is cut: neither FIN nor RST reaches the other side. It needs root
/// (`isAvailable`).
final class SeparateNetwork: Sendable {
    /// One for each that was made by this process, for names and addresses.
    private static let made = Atomic<Int>(0)
    private static let ip = URL(filePath: "/usr/sbin/ip")

    /// `setns`, which Glibc's module for Swift leaves out.
    private static let enter = dlsym(nil, "setns").map {
        unsafeBitCast($0, to: (@convention(c) (CInt, CInt) -> CInt).self)
    }
    /// `CLONE_NEWNET` of sched.h.
    private static let networkOnly: CInt = 0x4000_0000

    static var isAvailable: Bool { get async { await attempt.value } }
    /// The result of an attempt to create one.
    private static let attempt = Task {
        guard let network = try? await SeparateNetwork() else { return false }
        await network.remove()
        return true
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let name: String
    /// The address on the side of the tests.
    let outerAddress: String
    /// The address within the namespace.
    let innerAddress: String
    private let innerHardware = "02:00:00:00:00:02"
    private let exists = Mutex(false)

    /// Creates one, which stays until `remove()`.
    init() async throws {
        let number = Self.made.add(1, ordering: .relaxed).newValue
        name = "qm\(getpid())-\(number)"
        // Of 198.18.0.0/15, which is reserved for measurements between two machines.
        let subnet = (Int(getpid()) * 7 + number) % 16_384
        let (second, third, fourth) = (18 + subnet / 8_192, subnet / 32 % 256, subnet % 32 * 8)
        outerAddress = "198.\(second).\(third).\(fourth + 1)"
        innerAddress = "198.\(second).\(third).\(fourth + 2)"
        try await make()
    }

    private var outerInterface: String { "\(name)o" }

    private func make() async throws {
        exists.withLock { $0 = true }
        do {
            try await Self.run("netns", "add", name)
            try await Self.run(
                "link", "add", outerInterface, "type", "veth", "peer", "name", "inner", "address", innerHardware,
                "netns",
                name)
            try await Self.run("addr", "add", "\(outerAddress)/30", "dev", outerInterface)
            try await Self.run("link", "set", outerInterface, "up")
            try await Self.run("-n", name, "addr", "add", "\(innerAddress)/30", "dev", "inner")
            try await Self.run("-n", name, "link", "set", "inner", "up")
            try await Self.run("-n", name, "link", "set", "lo", "up")
            // Without asking for it: packets to a machine that has vanished are then lost, and no error tells of it.
            try await Self.run(
                "neigh", "replace", innerAddress, "lladdr", innerHardware, "nud", "permanent", "dev", outerInterface)
        } catch {
            await remove()
            throw error
        }
    }

    /// Cuts the connection. Processes within continue, but their packets do not arrive.
    func vanish() async throws { try await Self.run("-n", name, "link", "set", "inner", "down") }

    /// Creates the namespace again at the same addresses. Processes within it must have ended.
    ///
    /// The kernel takes a moment to remove the former one.
    func makeAnew() async throws {
        await remove()
        try await waitFor("the former interface is still there") {
            FileManager.default.fileExists(atPath: "/sys/class/net/\(outerInterface)") ? nil : ()
        }
        try await make()
    }

    func remove() async {
        let existed = exists.withLock { exists in
            defer { exists = false }
            return exists
        }
        guard existed else { return }
        // Commands need a task that was not cancelled, unlike that of a test whose time is over.
        await Task {
            try? await Self.run("link", "del", outerInterface)
            try? await Self.run("netns", "del", name)
        }.value
    }

    /// Starts a command within the namespace.
    func start(
        _ arguments: [String], of executable: URL = RunningCommand.quartermaster
    ) async throws -> RunningCommand {
        try await RunningCommand(["netns", "exec", name, executable.path] + arguments, of: Self.ip)
    }

    /// Runs `body` on a thread within the namespace, which the threads that it starts inherit.
    func runWithin(_ body: @escaping @Sendable () throws -> Void) async throws {
        let descriptor = open("/run/netns/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(description: "there is no namespace \(name)") }
        defer { close(descriptor) }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                guard let enter = Self.enter, enter(descriptor, Self.networkOnly) == 0 else {
                    return continuation.resume(
                        throwing: Failure(description: "no entry to the namespace: errno \(errno)"))
                }
                continuation.resume(with: Result(catching: body))
            }
        }
    }

    private static func run(_ arguments: String...) async throws {
        let command = try await RunningCommand(arguments, of: ip)
        guard try await command.wait() == .exited(0) else { throw Failure(description: "\(command)") }
    }
}

/// A separate network for each case of a test, which is removed after it.
struct SeparateNetworkTrait: TestTrait, TestScoping {
    @TaskLocal static var network: SeparateNetwork?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let network = try await SeparateNetwork()
        do {
            try await Self.$network.withValue(network) { try await function() }
        } catch {
            await network.remove()
            throw error
        }
        await network.remove()
    }
}

extension Trait where Self == SeparateNetworkTrait {
    static var separateNetwork: Self { SeparateNetworkTrait() }
}
