import AllocatorWire
import BenchmarkedWorker

/// The master of Mesos's benchmarks: creates the cluster, requests runs, and declines its offers.
struct GridMaster: ~Copyable {
    /// The worker's maximum number of frames in a batch.
    static let mostFrames = 10_000
    private static let role = "*"
    /// Forever, in effect.
    private static let refuseSeconds = 365.0 * 86_400

    struct Offer {
        let framework: String
        let agent: String
        let resources: [MesosResource]
    }

    private var conversation: MasterConnection

    init(to endpoints: WorkerProcess.Endpoints) throws {
        var options = WireInitialize()
        options.minAllocatableResources = .mesosDefault
        conversation = try MasterConnection.begin(with: endpoints, listeningTo: [.offers, .runs], options: options)
    }

    // MARK: - The cluster

    /// Creates the cluster while it is paused.
    mutating func setUp(frameworks: Int, agents: [WireEvent.OneOf_Call]) throws {
        try conversation.push.send(Self.batches(of: [.pause(Messages.empty)]))
        let frameworks = (0..<frameworks).map { number in
            Messages.framework(
                Messages.frameworkID(number), role: Self.role, capabilities: [.multiRole, .revocableResources])
        }
        try conversation.push.send(Self.batches(of: frameworks))
        try conversation.push.send(Self.batches(of: agents))
        try conversation.push.send(Self.batches(of: [.resume(Messages.empty)]))
        try conversation.passBarrier()
    }

    /// Returns an agent of DeclineOffers, mostly in use.
    static func usedAgent(_ number: Int, frameworks: Int) -> WireEvent.OneOf_Call {
        // Every second of 32 equal parts of the ports.
        let ports: [ClosedRange<UInt64>] = (0..<16).map { part in
            let first = 31_000 + UInt64(part) * 62
            return first...(first + 30)
        }
        return Messages.agent(
            Messages.agentID(number), total: scalars(24, 4_096, 4_096) + [Messages.ports([31_000...32_000])],
            used: scalars(16, 2_014, 1_024, to: role) + [Messages.ports(ports, to: role)],
            by: Messages.frameworkID(number % frameworks))
    }

    /// Returns an agent of AddAndUpdateSlave.
    static func smallAgent(_ number: Int, frameworks: Int) -> WireEvent.OneOf_Call {
        let ports: [ClosedRange<UInt64>] = [
            31_126...31_510, 31_512...31_623, 31_810...31_852, 31_854...31_964,
        ]
        return Messages.agent(
            Messages.agentID(number), total: smallTotal,
            used: scalars(1, 128, 1_024, to: role) + [Messages.ports(ports, to: role)],
            by: Messages.frameworkID(number % frameworks))
    }

    /// Returns the update of an agent that adds revocable resources.
    static func enlargedAgent(_ number: Int) -> WireEvent.OneOf_Call {
        var revocable = Messages.scalar("cpus", 10)
        revocable.revocable = .init()
        var call = WireUpdateAgent()
        call.agent.id.value = Messages.agentID(number)
        call.agent.hostname = "host-\(Messages.agentID(number).suffix(6)).example.org"
        call.total.resources = smallTotal + [revocable]
        return .updateAgent(call)
    }

    private static var smallTotal: [MesosResource] { scalars(2, 1_024, 4_096) + [Messages.ports([31_000...32_000])] }

    private static func scalars(
        _ cpus: Double, _ mem: Double, _ disk: Double, to role: String? = nil
    ) -> [MesosResource] {
        [
            Messages.scalar("cpus", cpus, to: role), Messages.scalar("mem", mem, to: role),
            Messages.scalar("disk", disk, to: role),
        ]
    }

    static func batches(of calls: [WireEvent.OneOf_Call]) throws -> Frames {
        var frames = Frames()
        for start in stride(from: 0, to: calls.count, by: mostFrames) {
            let part = calls[start..<min(start + mostFrames, calls.count)]
            try frames.append(batch: part.map { Messages.event($0) })
        }
        return frames
    }

    // MARK: - Runs

    /// Advances the clock by one allocation interval. Returns the time until the run was published, and its offers.
    mutating func run() throws -> (seconds: Double, offers: [Offer]) {
        var frames = Frames()
        try frames.append(Messages.advance(seconds: 1))
        let begin = ContinuousClock.now
        let offers = try send(frames, causingRuns: 1)
        return ((ContinuousClock.now - begin) / .seconds(1), offers)
    }

    /// Sends batches and reads the offers up to the last run.
    mutating func send(_ frames: Frames, causingRuns count: Int) throws -> [Offer] {
        try conversation.push.send(frames)
        var offers: [Offer] = []
        var runs = 0
        while runs < count {
            switch try conversation.next().body {
            case .offers(let batch):
                for role in batch.roles {
                    offers += role.agents.map {
                        Offer(framework: batch.frameworkID, agent: $0.agentID, resources: $0.resources)
                    }
                }
            case .run: runs += 1
            default: continue
            }
        }
        return offers
    }

    mutating func decline(_ offers: [Offer]) throws {
        try conversation.push.send(
            Self.batches(
                of: offers.map { offer in
                    Messages.recover(
                        offer.resources, of: offer.agent, from: offer.framework, refuseSeconds: Self.refuseSeconds)
                }))
    }
}
