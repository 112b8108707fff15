import AllocatorClient
import AllocatorTesting
import AllocatorWire
import SwiftProtobuf
import TestSupport
import Testing
import ZeroMQ

/// A socket accepts connections up to its limit, and excess connections do not disturb the others.
@Suite(.worker("--clock", "virtual", "--max-connections", "4"), .serialized, .timeLimit(.minutes(2)))
struct ConnectionLimitTests {
    private static func excess(at socket: String, of worker: RunningWorker) throws -> Double {
        let families = try worker.ask(.metrics(.init())).metrics.families
        let family = try #require(families.first { $0.name == "quartermaster_excess_connections_total" })
        return try #require(family.series.first { $0.labels == ["socket": socket] }).number
    }

    @Test(arguments: ["events", "publications"])
    func `those beyond the limit are ended, and there is room again when others go`(
        socket: String
    ) async throws {
        let worker = try #require(WorkerTrait.worker)
        let address = socket == "events" ? worker.endpoints.events.address : worker.endpoints.publications.address
        let first = try RawConnection(to: address)
        first.send(RawConnection.greeting)
        let second = try RawConnection(to: address)
        let third = try RawConnection(to: address)
        let fourth = try RawConnection(to: address)
        let before = try Self.excess(at: socket, of: worker)
        let fifth = try RawConnection(to: address)
        let isFifthEnded = fifth.ends(within: Patience.usual)
        #expect(isFifthEnded)
        // Metrics are as of the last second.
        let after = try await waitFor("the excess connection was not counted") {
            let now = try Self.excess(at: socket, of: worker)
            return now > before ? now : nil
        }
        #expect(after == before + 1)
        let patience = Duration.milliseconds(300)
        let others = [first.ends(within: patience), second.ends(within: patience), fourth.ends(within: patience)]
        #expect(others == [false, false, false])
        third.shutDown()
        let sixth = try RawConnection(to: address)
        let isSixthEnded = sixth.ends(within: .seconds(2))
        #expect(!isSixthEnded)
    }

    @Test func `a master among the first is served while others are turned away`() throws {
        let worker = try #require(WorkerTrait.worker)
        let scenario = try Traces.scenario("basic-1.jsonl")
        var player = try ScenarioPlayer(worker.endpoints, cluster: "first", .json)
        try player.greet()
        for _ in 0..<20 { _ = try RawConnection(to: worker.endpoints.events.address) }
        let difference = try scenario.firstDifference { try player.outcomes(of: $0) }
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }
}
