import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing

@Suite("Acknowledgements") struct AcknowledgementsTests {
    private func event(_ master: String, epoch: UInt64 = 1, _ sequence: UInt64) -> EventEnvelope {
        EventEnvelope(master: master, epoch: epoch, sequence: sequence)
    }

    private func progress(_ events: [EventEnvelope]) -> ProgressTable {
        var table = ProgressTable()
        for event in events { table.record(event) }
        return table
    }

    private func told(_ acknowledgements: inout Acknowledgements, _ progress: ProgressTable) -> [String] {
        acknowledgements.drain(progress).map { "\($0.master) \($0.ack.epoch):\($0.ack.sequence) \($0.ack.resendFrom)" }
    }

    @Test func `the events of a master make one acknowledgement`() {
        var acknowledgements = Acknowledgements()
        for _ in 1...3 { acknowledgements.record("m2") }
        acknowledgements.record("m1")
        let progress = progress([event("m1", 1), event("m2", 1), event("m2", 2), event("m2", 3)])
        #expect(told(&acknowledgements, progress) == ["m1 1:1 0", "m2 1:3 0"])
        #expect(acknowledgements.isEmpty)
        #expect(told(&acknowledgements, progress).isEmpty)
    }

    @Test func `a gap names the event to resend from`() {
        var acknowledgements = Acknowledgements()
        acknowledgements.recordGap("m", epoch: 1, resendFrom: 2, isStranger: false)
        acknowledgements.recordGap("m", epoch: 1, resendFrom: 2, isStranger: false)
        #expect(told(&acknowledgements, progress([event("m", 1)])) == ["m 1:1 2"])
    }

    @Test func `a filled gap is not reported`() {
        var acknowledgements = Acknowledgements()
        acknowledgements.recordGap("m", epoch: 1, resendFrom: 2, isStranger: false)
        acknowledgements.record("m")
        #expect(told(&acknowledgements, progress([event("m", 1), event("m", 2)])) == ["m 1:2 0"])
    }

    @Test func `a new epoch without its first event has nothing applied`() {
        var acknowledgements = Acknowledgements()
        acknowledgements.recordGap("m", epoch: 2, resendFrom: 1, isStranger: false)
        #expect(told(&acknowledgements, progress([event("m", 1)])) == ["m 2:0 1"])
    }

    @Test func `an unknown master without its first event is notified`() {
        var acknowledgements = Acknowledgements()
        acknowledgements.recordGap("m", epoch: 0, resendFrom: 1, isStranger: true)
        #expect(told(&acknowledgements, ProgressTable()) == ["m 0:0 1"])
    }

    @Test func `notices to unknown masters are bounded`() {
        var acknowledgements = Acknowledgements()
        for number in 0..<Acknowledgements.maximumStrangers + 10 {
            acknowledgements.recordGap("m\(number)", epoch: 0, resendFrom: 1, isStranger: true)
        }
        acknowledgements.recordGap("known", epoch: 1, resendFrom: 2, isStranger: false)
        let told = told(&acknowledgements, progress([event("known", 1)]))
        #expect(told.count == Acknowledgements.maximumStrangers + 1)
        #expect(told.contains("known 1:1 2"))
    }

    @Test func `a progress table is bounded and can be restored from its entries`() throws {
        var table = ProgressTable()
        for number in 0..<ClusterLimits().masters { table.record(event("m\(number)", 1)) }
        #expect(!table.hasRoom(for: event("one too many", 1)))
        #expect(table.hasRoom(for: event("m0", 2)))
        #expect(table.hasRoom(for: event("unsequenced", epoch: 0, 0)))
        let again = try #require(ProgressTable(table.entries))
        #expect(again["m17"] == MasterProgress(epoch: 1, sequence: 1))
        #expect(ProgressTable(table.entries + [("one too many", MasterProgress())]) == nil)
        #expect(ProgressTable([("m", MasterProgress()), ("m", MasterProgress())]) == nil)
    }
}
