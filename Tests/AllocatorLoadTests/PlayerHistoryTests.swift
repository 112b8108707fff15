import AllocatorCore
import AllocatorLoad
import Testing

@Suite
struct PlayerHistoryTests {
    /// Returns machines with and without GPUs, and requests of every kind: small, too large, bound to models that exist
    /// or not.
    private func workload(_ random: inout Generator) -> ClusterWorkload {
        let models = ["", "A10", "T4"]
        let machines = (0..<Int.random(in: 1...6, using: &random)).map { number in
            let size = Int64.random(in: 1...8, using: &random)
            return Machine(
                name: "m\(number)", total: Amounts(cpus: size * 1000, memory: size * 500, gpus: (size % 3) * 1000),
                model: models.randomElement(using: &random) ?? "")
        }
        let requests = (0..<Int.random(in: 0...120, using: &random)).map { number in
            Request(
                name: "r\(number)",
                amounts: Amounts(
                    cpus: Int64.random(in: 1...9, using: &random) * 500,
                    memory: Int64.random(in: 0...900, using: &random),
                    gpus: [0, 0, 460, 1000].randomElement(using: &random) ?? 0),
                models: [[], [], ["T4"], ["A10", "T4"], ["V100"]].randomElement(using: &random) ?? [],
                role: ["LS", "BE"].randomElement(using: &random) ?? "LS",
                arrival: .seconds(Int.random(in: 0...60, using: &random)),
                runTime: .seconds(Int.random(in: 0...20, using: &random)))
        }
        let perRole = Int.random(in: 1...3, using: &random)
        return ClusterWorkload(machines: machines, requests: requests) { _ in perRole }
    }

    @Test(arguments: 0..<200)
    func `against a simple allocator the player accounts for every request and uses only what it was offered`(
        seed: UInt64
    ) throws {
        var random = Generator(seed: seed)
        let workload = workload(&random)
        let pace: Pace =
            Bool.random(using: &random) ? .compressed(by: 3) : .asFastAsTheyFit(longestRun: .seconds(4))
        var player = Player(workload, pace: pace)
        player.begin()
        let suppressed = Set(workload.frameworks.indices.filter { player.isSuppressed($0) })
        var cluster = SimpleAllocator(workload, suppressed: suppressed, seed: seed)
        var now = Duration.zero
        // Some histories are cut short: every request must be accounted for then, too.
        let rounds = Bool.random(using: &random) ? 2_000 : Int.random(in: 0...20, using: &random)
        for _ in 0..<rounds where !player.isDone {
            now += .milliseconds(Int.random(in: 0...1500, using: &random))
            for action in player.advance(to: now) { try #require(cluster.apply(action) == nil) }
            for action in player.receive(cluster.run(), at: now) { try #require(cluster.apply(action) == nil) }
            #expect(!cluster.hasOpenOffers)
            checkCounts(player)
        }
        player.end(at: now)
        checkCounts(player)
        if rounds == 2_000 {
            #expect(player.isDone, "something waits for ever")
            #expect(cluster.isIdle)
            #expect(player.ledger.statuses.allSatisfy { $0 != .expected && $0 != .waiting && $0 != .running })
        }
    }

    private func checkCounts(_ player: Player) {
        #expect(player.ledger.counts.total == player.workload.requests.count)
        for status in RequestStatus.all {
            #expect(player.ledger.counts[status] == player.ledger.statuses.count { $0 == status })
        }
        let running = zip(player.workload.requests, player.ledger.statuses).filter { $0.1 == .running }
        #expect(player.ledger.utilisation.used == running.reduce(into: .zero) { $0 += $1.0.amounts })
        #expect(player.ledger.utilisation.used.fits(into: player.workload.total))
    }
}
