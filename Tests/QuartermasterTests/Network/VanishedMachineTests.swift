import AllocatorClient
import AllocatorWire
import Foundation
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import ZeroMQ

/// A machine that vanishes without FIN or RST, with the worker or with its clients.
@Suite(
    "A machine that vanishes", .serialized, .timeLimit(.minutes(5)),
    .enabled("needs root and iproute2, for a network namespace") { await SeparateNetwork.isAvailable })
struct VanishedMachineTests {
    /// The updates about a client's connection that a task has received.
    private final class Connection: Sendable {
        private let updates = Mutex<[ConnectionUpdate]>([])
        private let task = Mutex<Task<Void, Never>?>(nil)

        init(_ sequence: Updates<ConnectionUpdate>) {
            let task = Task { [weak self] in
                do {
                    for try await update in sequence { self?.updates.withLock { $0.append(update) } }
                } catch {}
            }
            self.task.withLock { $0 = task }
        }

        deinit { task.withLock { $0?.cancel() } }

        var isSilent: Bool { updates.withLock { if case .silent = $0.last { true } else { false } } }
        var isResumed: Bool { updates.withLock { $0.last == .resumed } }
    }

    private struct Keys {
        let folder: TemporaryFolder
        let client: ConnectionKeys

        init() throws {
            folder = try TemporaryFolder()
            let worker = try CurveKeyPair.generate()
            let own = try CurveKeyPair.generate()
            client = ConnectionKeys(own: own, worker: worker.publicKey)
            try CurveKeyFile.write(worker, at: folder.file("worker").path, replacing: false)
            try CurveKeyFile.write(own, at: folder.file("client").path, replacing: false)
            let entry =
                #"keys: [{name: client, public-key: "\#(own.publicKey.text)", masters: "*", clusters: "*", "#
                + #"observe: [""], "#
                + "cluster: true, control: true}]"
            try Data(entry.utf8).write(to: folder.file("allow.yaml"))
        }

        var ofWorker: [String] {
            ["--curve-key", folder.file("worker.key").path, "--allow", folder.file("allow.yaml").path]
        }

        var ofClient: [String] {
            ["--curve-key", folder.file("client.key").path, "--server-key", folder.file("worker.pub").path]
        }
    }

    private func machine(_ name: String) -> WireEvent.OneOf_Call {
        .addAgent(
            .with {
                $0.agent.id.value = name
                $0.agent.hostname = name
                $0.capabilities = [.with { $0.type = .multiRole }]
                $0.total.resources = [
                    .with {
                        $0.name = "cpus"
                        $0.type = .scalar
                        $0.scalar.value = 4
                    }
                ]
            })
    }

    /// Receives offers up to one on the agent.
    ///
    /// After a restart, the worker may have offered the agent before the master was subscribed again: then the offer is
    /// among those of the resynchronization.
    private func awaitOffer(on agent: String, _ offers: inout Updates<OfferUpdate>.AsyncIterator) async throws {
        while let update = try await offers.next() {
            let batches =
                switch update {
                case .offered(let batch): [batch]
                case .resynchronized(let outstanding): outstanding.offers
                case .rescinded: [WireOfferBatch]()
                }
            let roles = batches.flatMap(\.roles)
            if roles.contains(where: { $0.agents.contains { $0.agentID == agent } }) { return }
        }
        Issue.record("the offers ended without one on \(agent)")
    }

    private func awaitRun(
        after number: UInt64, _ runs: inout Updates<ReceivedPublication>.AsyncIterator
    ) async throws -> UInt64 {
        while let received = try await runs.next() {
            #expect(received.publication.body.map { if case .run = $0 { true } else { false } } ?? false, "asked for")
            if received.publication.run.number > number { return received.publication.run.number }
        }
        throw Overdue(description: "the runs ended")
    }

    @Test(.separateNetwork, arguments: [false, true])
    func `clients report that the machine of their worker vanished, and continue with its successor`(isEncrypted: Bool)
        async throws
    {
        let network = try #require(SeparateNetworkTrait.network)
        let data = try TemporaryFolder()
        let keys = isEncrypted ? try Keys() : nil
        let ofWorker = keys?.ofWorker ?? ["--insecure"]
        let former = try await RunningWorker.start(within: network, data: data.url, ofWorker, keys: keys?.client)
        let endpoints = former.endpoints
        let master = try MasterClient(to: endpoints, master: "m1")
        let observer = try ObserverClient(
            of: endpoints.publications.address, prefixes: ["default/runs/"], repairingFrom: endpoints.control.address,
            keys: keys?.client)
        let tail = try await RunningCommand(
            ["tail", "default/runs/", "--publications", endpoints.publications.address] + (keys?.ofClient ?? []))
        let connections = [Connection(master.connectionUpdates), Connection(observer.connectionUpdates)]
        var offers = master.offers.makeAsyncIterator()
        var runs = observer.publications.makeAsyncIterator()
        try await master.call(.initialize(WireInitialize())).get()
        try await master.send([
            .addFramework(
                .with {
                    $0.framework.id.value = "f"
                    $0.framework.roles = ["dev"]
                    $0.framework.capabilities = [.with { $0.type = .multiRole }]
                }), machine("before"),
        ])
        try await awaitOffer(on: "before", &offers)
        let run = try await awaitRun(after: 0, &runs)
        // The heartbeats tell a master whether the worker is another one.
        let heartbeats = try ObserverClient(
            of: endpoints.publications.address, prefixes: ["heartbeat/"], keys: keys?.client)
        for try await _ in heartbeats.publications { break }
        await heartbeats.close()
        try await waitFor("no run was printed of \(tail)") { tail.output.isEmpty ? nil : () }

        try await network.vanish()
        try await waitFor("a client has not noticed") { connections.allSatisfy(\.isSilent) ? () : nil }
        try await waitFor("nothing was said of \(tail)") { tail.errors.contains(": reconnecting") ? () : nil }
        former.command.send(SIGKILL)
        _ = try await former.command.wait()
        try await network.makeAnew()
        // While the worker is away, what is sent waits.
        try await master.send([machine("after")])
        let printed = tail.output.count
        let successor = try await RunningWorker.start(within: network, data: data.url, ofWorker, keys: keys?.client)

        try await waitFor("a client was not resumed") { connections.allSatisfy(\.isResumed) ? () : nil }
        try await awaitOffer(on: "after", &offers)
        #expect(try await awaitRun(after: run, &runs) > run)
        try await waitFor("nothing more was printed of \(tail)") { tail.output.count > printed ? () : nil }
        #expect(tail.errors.contains("publishes again"))
        #expect(master.statistics.reconnections > 0)
        try await waitFor("the restart was not seen") { master.statistics.workerRestarts == 1 ? () : nil }
        await master.close()
        await observer.close()
        #expect(try await successor.stop() == .exited(0))
    }

    /// Whether clients use the sockets of this package, and the worker's sockets whose connections are freed in time.
    ///
    /// Silent subscribers with other sockets are disconnected after `PublicationSocket.longestStandstill`.
    private static let kindsOfClient: [(isOwn: Bool, doors: [String])] = [
        (true, ["events", "publications", "control"]), (false, ["events", "control"]),
    ]

    @Test(.separateNetwork, arguments: kindsOfClient)
    func `the worker frees the connections of clients whose machine vanished`(isOwn: Bool, doors: [String]) async throws
    {
        let network = try #require(SeparateNetworkTrait.network)
        let worker = try await RunningWorker.start(
            ["--insecure", "--max-connections", "2"], host: network.outerAddress)
        let addresses = [
            "events": worker.endpoints.events.address, "publications": worker.endpoints.publications.address,
            "control": worker.endpoints.control.address,
        ]
        let isOver = Flag()
        defer { isOver.set() }
        let endpoints = worker.endpoints
        let holding = Task {
            try await network.runWithin { try Self.holdPlaces(2, of: endpoints, isOwn: isOwn, until: isOver) }
        }
        for door in addresses {
            try await waitFor("\(door.key) has places left") {
                // A refused client reconnects after 100 ms. Without a pause, this check itself would take its place.
                usleep(500_000)
                return try Self.hasPlace(door.value) ? nil : ()
            }
        }
        try await network.vanish()
        for door in doors {
            let address = try #require(addresses[door])
            try await waitFor("no place of \(door) is free again") { try Self.hasPlace(address) ? () : nil }
        }
        isOver.set()
        try await holding.value
        #expect(try await worker.stop() == .exited(0))
    }

    private final class Flag: Sendable {
        private let value = Atomic<Bool>(false)

        func set() { value.store(true, ordering: .releasing) }
        var isSet: Bool { value.load(ordering: .acquiring) }
    }

    /// Whether the worker accepts another connection. It checks the limit once a second.
    private static func hasPlace(_ address: String) throws -> Bool {
        try !RawConnection(to: address).ends(within: .seconds(2))
    }

    /// Connects that many sockets to each socket of the worker.
    private static func holdPlaces(
        _ count: Int, of endpoints: WorkerEndpoints, isOwn: Bool, until isOver: Flag
    ) throws {
        let context = try Context()
        // A poller keeps the sockets open.
        var poller = Poller()
        for _ in 0..<count {
            for (type, endpoint) in [
                (SocketType.push, endpoints.events), (.sub, endpoints.publications), (.dealer, endpoints.control),
            ] {
                let socket = try Socket(type, in: context)
                if !isOwn {
                    try socket.set(.tcpKeepalive, to: nil)
                    try socket.set(.heartbeatInterval, to: .zero)
                    try socket.set(.tcpMaximumRetransmitTime, to: .zero)
                }
                try socket.set(.linger, to: .zero)
                if type == .sub { try socket.subscribe(to: Array("heartbeat/".utf8)) }
                try socket.attach(endpoint)
                _ = poller.add(socket)
            }
        }
        while !isOver.isSet { usleep(20_000) }
    }
}
