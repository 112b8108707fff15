import AllocatorClient
import AllocatorWire
import SwiftProtobuf
import ZeroMQ

/// A master with one framework, which declines every offer at once and for no time.
struct PlayedMaster: ~Copyable {
    let name: String
    let observer: Observer
    private var sender: EventSender
    private var offersTaken = 0
    private(set) var declined = 0

    private var framework: String { "\(name)-framework" }

    init(_ name: String, on endpoints: WorkerEndpoints) throws {
        self.name = name
        observer = Observer(
            of: endpoints, [Topic.Kind.offers, .inverseOffers, .replies].map { "default/\($0.rawValue)/\(name)/" })
        sender = try EventSender(to: endpoints.events, in: Context())
    }

    /// The results that a test compares after the play.
    struct Summary {
        let name: String
        let sent: Int
        let declined: Int
        let received: [Seen]

        func subscribes(to topic: Topic) -> Bool {
            switch topic {
            case .offers(_, let master, _), .inverseOffers(_, let master, _), .replies(_, let master): master == name
            default: false
            }
        }
    }

    var summary: Summary {
        Summary(
            name: name, sent: Int(sender.events), declined: declined,
            received: observer.publications(upTo: "closing").map(Seen.init))
    }

    // MARK: - What it does

    mutating func attach(agents: Int) throws {
        let (framework, name) = (framework, name)
        try send([
            .initialize(.with { $0.allocationInterval.nanos = 10_000_000 }),
            .addFramework(
                .with {
                    $0.framework.id.value = framework
                    $0.framework.name = framework
                    $0.framework.user = name
                    $0.framework.roles = [name]
                    $0.framework.capabilities = [.with { $0.type = .multiRole }]
                }),
        ])
        for number in 1...agents {
            try send([
                .addAgent(
                    .with {
                        $0.agent.id.value = "\(name)-agent-\(number)"
                        $0.agent.hostname = "host"
                        $0.capabilities = [.with { $0.type = .multiRole }]
                        $0.total.resources = [
                            .with {
                                $0.name = "cpus"
                                $0.type = .scalar
                                $0.scalar.value = 4
                            },
                            .with {
                                $0.name = "mem"
                                $0.type = .scalar
                                $0.scalar.value = 1024
                            },
                        ]
                    })
            ])
        }
    }

    mutating func waitForOffer() async throws {
        let (name, taken) = (name, offersTaken)
        try await observer.wait(for: "offer \(taken + 1) to \(name)") { publications in
            publications.count { $0.topic.kind == .offers } > taken ? () : nil
        }
    }

    /// Declines what came since the last time, agent by agent, as one batch.
    mutating func decline() throws {
        let offers = observer.publications.filter { $0.topic.kind == .offers }.dropFirst(offersTaken)
        let batches = offers.map(\.publication.offers)
        let agents = batches.flatMap(\.roles).flatMap(\.agents)
        let framework = framework
        try send(
            agents.map { agent in
                .recoverResources(
                    .with {
                        $0.frameworkID = framework
                        $0.agentID = agent.agentID
                        $0.resources = agent.resources
                        $0.filters.refuseSeconds = 0
                    })
            })
        offersTaken += offers.count
        declined += offers.count
    }

    mutating func detach() throws {
        let framework = framework
        try send([.deactivateFramework(.with { $0.frameworkID = framework })])
    }

    /// Waits for the reply to what it sent last.
    func settle() async throws {
        let last = "\(name)-\(sender.events)"
        try await observer.wait(for: "the reply to \(last)") { $0.contains { $0.isReply(to: last) } ? () : nil }
    }

    private mutating func send(_ calls: [WireEvent.OneOf_Call]) throws {
        var number = sender.events
        try sender.send(
            calls.map { call in
                number += 1
                return .with {
                    $0.master = name
                    $0.requestID = "\(name)-\(number)"
                    $0.call = call
                }
            })
    }
}
