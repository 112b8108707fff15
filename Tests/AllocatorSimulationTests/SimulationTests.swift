import AllocatorCore
import AllocatorLoad
import AllocatorSimulation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SimulationTests {
    @Test func `a simulation ends in the digest of an allocator with the same calls`() throws {
        let workload = ClusterWorkload.of(machines: 1, [.of(4, "a", for: 3)])
        let cpus = Resource(
            metadata: ResourceMetadata(name: "cpus", type: .scalar), amount: .scalar(Quantity(thousandths: 4_000)))
        var given = cpus
        given.allocationRole = "a"
        let agent = AgentDescription(
            id: "m0", hostname: "m0", capabilities: [.multiRole, .hierarchicalRole, .reservationRefinement])
        let framework = FrameworkDescription(
            id: "simulate-a-1", name: "a-1", roles: ["a"],
            capabilities: [.gpuResources, .multiRole, .reservationRefinement])
        let batches: [[Call]] = [
            [
                .initialize(AllocatorOptions(), reset: false),
                .addAgent(agent, unavailability: nil, total: [cpus], used: [:]),
            ],
            [.addFramework(framework, used: [:], isActive: true)],
            [
                .transitionOfferedToAllocated(agent: "m0", resources: [given], framework: "simulate-a-1"),
                .suppressOffers(framework: "simulate-a-1", roles: []),
            ],
            [.advance(.seconds(3))],
            [
                .recoverResources(
                    framework: "simulate-a-1", agent: "m0", resources: [given], filters: nil, isAllocated: true)
            ],
        ]
        var allocator = Allocator(clock: .virtual)
        for batch in batches {
            for call in batch { _ = try allocator.apply(call, by: "simulate") }
            allocator.finishBatch()
        }
        #expect(try workload.outcome().digest == allocator.digest())
    }

    @Test(arguments: 1...3)
    func `the same input gives the same report byte for byte, and another seed another digest`(seed: UInt64) throws {
        let workload = ClusterWorkload.generated(machines: 8, frameworks: 5, requests: 400, seed: seed)
        var random = Policy(name: "random")
        random.options.roleSorter = .random
        random.options.frameworkSorter = .random
        random.options.seed = seed
        func report() throws -> String {
            "\(SimulationReport(workload, [try workload.outcome(), try workload.outcome(under: random)]))"
        }
        #expect(try report() == report())
        let digest = try workload.outcome(under: random).digest
        random.options.seed += 1
        #expect(try workload.outcome(under: random).digest != digest)
    }

    @Test(arguments: 1...5)
    func `a simulation places every request of a generated workload once`(seed: UInt64) throws {
        let workload = ClusterWorkload.generated(machines: 6, frameworks: 7, requests: 300, seed: seed)
        let outcome = try workload.outcome()
        #expect(outcome.ending == .done)
        for (request, placement) in outcome.player.placements.enumerated() {
            #expect(placement.map { $0 >= outcome.player.arrivals[request] } ?? false, "request \(request)")
        }
        #expect(outcome.player.ledger.utilisation.used == .zero)
        #expect(outcome.player.ledger.utilisation.peak.fits(into: workload.total))
    }

    @Test func `denser requests arrive sooner and run as long`() throws {
        let workload = ClusterWorkload.of(machines: 1, [.of(1, "a", for: 10), .of(1, "a", at: 100, for: 10)])
        var simulation = try Simulation(workload, pace: .denser(by: 50), policy: Policy())
        let outcome = try simulation.run()
        #expect(outcome.player.placements == [.zero, .seconds(2)])
        #expect(outcome.end == .seconds(12))
    }

    @Test func `days without waiting requests are skipped with their runs done`() throws {
        let workload = ClusterWorkload.of(machines: 1, [.of(1, "a", for: 1), .of(1, "a", at: 250_000, for: 1)])
        var looks = 0
        var simulation = try Simulation(workload, pace: .compressed(by: 1), policy: Policy())
        let outcome = try simulation.run { _ in
            looks += 1
            return true
        }
        #expect(outcome.player.placements == [.zero, .seconds(250_000)])
        // Runs for the machine, for the framework, for the arrivals, and each second.
        #expect(outcome.runs == 250_004)
        #expect(looks < 10)
    }

    @Test func `a simulation ends when it is stopped and at its time limit`() throws {
        let workload = ClusterWorkload.of(
            machines: 1, [.of(4, "a", for: 100), .of(4, "a", for: 100), .of(1, "b", at: 50, for: 1)])
        let outcome = try workload.outcome(until: .seconds(20))
        #expect(outcome.ending == .timeIsOver)
        #expect(outcome.end == .seconds(20))
        let column = try workload.column(until: .seconds(20))
        #expect(column.unplaced == [.stillWaiting: 1, .notYetCome: 1])
        #expect(column.placed == 1)
        var simulation = try Simulation(workload, pace: .compressed(by: 1), policy: Policy())
        #expect(try simulation.run { _ in false }.ending == .stopped)
    }

    @Test func `a simulation of too many runs is refused before it starts`() throws {
        let workload = ClusterWorkload.of(machines: 1, [.of(1, "a", for: 1), .of(1, "a", at: 300_000_000, for: 1)])
        #expect(throws: SimulationFailure.tooLong(seconds: 300_000_000, longest: 200_000_000)) {
            try workload.outcome()
        }
        var policy = Policy()
        policy.options.allocationInterval = .seconds(3_600)
        #expect(try workload.outcome(under: policy).ending == .done)
    }

    @Test func `a weight for a role without requests and too many roles are refused`() throws {
        let workload = ClusterWorkload.of(machines: 1, [.of(1, "a", for: 1)])
        var policy = Policy(name: "p")
        policy.weights = [RoleWeight(role: "A", weight: 2)]
        #expect(throws: SimulationFailure.unknownRole(policy: "p", role: "A", known: ["a"])) {
            try workload.outcome(under: policy)
        }
        let many = ClusterWorkload.of(machines: 1, (0...Simulation.maximumRoles).map { .of(1, "r\($0)", for: 1) })
        #expect(throws: SimulationFailure.tooManyRoles(Simulation.maximumRoles + 1)) { try many.outcome() }
    }
}
