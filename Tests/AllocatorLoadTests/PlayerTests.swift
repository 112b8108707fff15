import AllocatorLoad
import Testing

@Suite
struct PlayerTests {
    private let machine = Machine(name: "m", total: Amounts(cpus: 8_000, memory: 8_000, gpus: 2_000), model: "T4")

    private func request(
        _ amounts: Amounts, models: [String] = [], at arrival: Int = 0, for runTime: Int = 10, role: String = "a"
    ) -> Request {
        Request(
            name: "r", amounts: amounts, models: models, role: role, arrival: .seconds(arrival),
            runTime: .seconds(runTime))
    }

    private func player(_ requests: [Request], pace: Pace = .compressed(by: 1)) -> Player {
        var player = Player(ClusterWorkload(machines: [machine], requests: requests) { _ in 1 }, pace: pace)
        player.begin()
        return player
    }

    @Test func `the player accepts what fits, declines the rest, and suppresses offers when nothing waits`() {
        var player = player([request(Amounts(cpus: 3_000, memory: 1_000, gpus: 460))])
        #expect(!player.isSuppressed(0))
        #expect(
            player.receive([MachineOffer(framework: 0, machine: 0, amounts: machine.total)], at: .seconds(1)) == [
                .accept(framework: 0, machine: 0, amounts: Amounts(cpus: 3_000, memory: 1_000, gpus: 460)),
                .decline(framework: 0, machine: 0, amounts: Amounts(cpus: 5_000, memory: 7_000, gpus: 1_540)),
                .suppress(framework: 0),
            ])
        #expect(player.nextDue == .seconds(11))
        #expect(player.advance(to: .seconds(10)) == [])
        #expect(
            player.advance(to: .seconds(11))
                == [.finish(framework: 0, machine: 0, amounts: Amounts(cpus: 3_000, memory: 1_000, gpus: 460))])
        #expect(player.isDone)
    }

    @Test func `the player fills an offer with several requests, the largest first`() {
        var player = player([1_000, 5_000, 2_000, 4_000].map { request(Amounts(cpus: $0)) })
        #expect(
            player.receive([MachineOffer(framework: 0, machine: 0, amounts: Amounts(cpus: 8_000))], at: .zero) == [
                .accept(framework: 0, machine: 0, amounts: Amounts(cpus: 8_000))
            ])
        #expect(player.ledger.statuses == [.running, .running, .running, .waiting])
    }

    @Test func `the player declines an offer into which nothing fits`() {
        var player = player([request(Amounts(cpus: 5_000))])
        let offer = MachineOffer(framework: 0, machine: 0, amounts: Amounts(cpus: 4_999, memory: 1))
        #expect(
            player.receive([offer], at: .zero)
                == [.decline(framework: 0, machine: 0, amounts: Amounts(cpus: 4_999, memory: 1))])
        #expect(player.ledger.counts[.waiting] == 1)
    }

    @Test func `an arrival revives a framework if it is suppressed or the amounts are new to it`() {
        var player = player([
            request(Amounts(cpus: 5_000), at: 1), request(Amounts(cpus: 5_000), at: 2),
            request(Amounts(cpus: 1), at: 3),
        ])
        #expect(player.isSuppressed(0))
        #expect(player.advance(to: .seconds(1)) == [.revive(framework: 0)])
        #expect(player.advance(to: .seconds(2)) == [])
        #expect(player.advance(to: .seconds(3)) == [.revive(framework: 0)])
    }

    @Test func `a request that can never be placed is classified at once`() {
        let player = player([
            request(Amounts(cpus: 1), models: ["A10"]), request(Amounts(cpus: 9_000)),
            request(Amounts(cpus: 9_000), models: ["A10", "T4"]), request(Amounts(cpus: 1), models: ["A10", "T4"]),
        ])
        #expect(
            player.ledger.statuses == [
                .impossible(.noMachineOfModel), .impossible(.largerThanAnyMachine), .impossible(.largerThanAnyMachine),
                .waiting,
            ])
    }

    @Test func `a request bound to models is not placed on another machine`() {
        let machines = [machine, Machine(name: "n", total: machine.total, model: "A10")]
        var player = Player(
            ClusterWorkload(machines: machines, requests: [request(Amounts(cpus: 1), models: ["A10"])]) { _ in 1 },
            pace: .compressed(by: 1))
        player.begin()
        #expect(
            player.receive([MachineOffer(framework: 0, machine: 0, amounts: Amounts(cpus: 8_000))], at: .zero)
                == [.decline(framework: 0, machine: 0, amounts: Amounts(cpus: 8_000))])
    }

    @Test func `at the fastest pace all requests arrive at once and 95 of a hundred keep their compressed run time`() {
        let requests = (1...100).map { request(Amounts(cpus: 1), at: $0, for: $0 == 100 ? 1_000_000 : $0) }
        var player = player(requests, pace: .asFastAsTheyFit(longestRun: .seconds(19)))
        #expect(player.ledger.counts[.waiting] == 100)
        _ = player.receive([MachineOffer(framework: 0, machine: 0, amounts: machine.total)], at: .zero)
        #expect(player.ledger.counts[.running] == 100)
        _ = player.advance(to: .milliseconds(18_999))
        #expect(player.ledger.counts[.finished] == 94)
        _ = player.advance(to: .seconds(19))
        #expect(player.isDone)
    }

    @Test func `a compressed pace divides arrivals and run times alike`() {
        var player = player(
            [request(Amounts(cpus: 1), at: 0), request(Amounts(cpus: 2), at: 60)], pace: .compressed(by: 60))
        #expect(player.nextDue == .seconds(1))
        #expect(player.advance(to: .seconds(1)) == [.revive(framework: 0)])
    }

    @Test func `the ledger records the peak and the mean utilisation`() {
        var player = player([request(Amounts(cpus: 4_000), for: 5), request(Amounts(cpus: 2_000), for: 10)])
        _ = player.receive([MachineOffer(framework: 0, machine: 0, amounts: machine.total)], at: .zero)
        _ = player.advance(to: .seconds(5))
        _ = player.advance(to: .seconds(10))
        player.end(at: .seconds(20))
        #expect(player.ledger.utilisation.peak == Amounts(cpus: 6_000))
        #expect(player.ledger.utilisation.mean(.cpus) == 2_000)
        #expect(player.ledger.utilisation.used == .zero)
    }

    @Test func `the ledger records latencies from asking and from freed machines to offers`() throws {
        var player = player([request(Amounts(cpus: 8_000), for: 1), request(Amounts(cpus: 8_000), for: 1)])
        let offer = MachineOffer(framework: 0, machine: 0, amounts: machine.total)
        _ = player.receive([offer], at: .milliseconds(3))
        _ = player.advance(to: .milliseconds(1003))
        _ = player.receive([offer], at: .milliseconds(1503))
        #expect(player.ledger.askedToOffered.count == 1)
        #expect(player.ledger.askedToOffered.percentile(50) == .milliseconds(3))
        #expect(player.ledger.freedToOffered.count == 1)
        // With three digits, the distribution resolves milliseconds at 500 ms.
        let freed = try #require(player.ledger.freedToOffered.percentile(50))
        #expect((.milliseconds(499) ... .milliseconds(501)).contains(freed))
    }
}
