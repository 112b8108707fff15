import AllocatorWorker
import TestSupport
import ZeroMQ

/// The keys of a client, and the worker's key that it expects.
struct Keys: Sendable {
    let own: CurveKeyPair
    let worker: CurvePublicKey

    func identify(_ socket: borrowing Socket) throws {
        try socket.identifyByCurve(as: own, to: worker)
    }
}

/// People with keys, and a worker that knows some of them.
struct KeyRing: Sendable {
    let worker: CurveKeyPair
    /// May everything.
    let admin: Keys
    /// Master m1 of cluster default.
    let master: Keys
    /// May observe the runs of cluster default.
    let observer: Keys
    /// Not in the list.
    let stranger: Keys
    /// In the list, and knows another worker.
    let astray: Keys
    let folder: TemporaryFolder

    init() throws {
        let worker = try CurveKeyPair.generate()
        func client() throws -> Keys { Keys(own: try .generate(), worker: worker.publicKey) }
        self.worker = worker
        admin = try client()
        master = try client()
        observer = try client()
        stranger = try client()
        astray = Keys(own: master.own, worker: stranger.own.publicKey)
        folder = try TemporaryFolder()
        try write(entries)
    }

    var file: String { "\(folder.path)/allow.yaml" }

    func access() throws -> WorkerAccess {
        WorkerAccess(keys: worker, list: try AllowListFile.read(file), file: file)
    }

    func write(_ entries: [String]) throws {
        try folder.write("keys:\n" + entries.joined(), to: "allow.yaml")
    }

    var entries: [String] { [adminEntry, masterEntry, observerEntry] }

    var adminEntry: String {
        entry("admin", admin, #"masters: "*", clusters: "*", cluster: true, observe: [""], control: true"#)
    }
    var masterEntry: String { entry("master", master, "masters: [m1], clusters: [default], cluster: true") }
    var observerEntry: String { entry("observer", observer, "observe: [default/runs/]") }

    func entry(_ name: String, _ keys: Keys, _ rights: String) -> String {
        "  - {name: \(name), public-key: \"\(keys.own.publicKey.text)\", \(rights)}\n"
    }
}

/// A worker that asks for keys.
func withGuardedWorker<Result: Sendable>(
    _ ring: KeyRing, _ body: @escaping @Sendable (WorkerInProcess) async throws -> Result
) async throws -> Result {
    let access = try ring.access()
    return try await withWorker {
        $0.access = access
        $0.clock = .virtual
    } _: {
        try await body($0)
    }
}
