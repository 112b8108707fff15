import AllocatorCore
import AllocatorTesting
import AllocatorWire
import SwiftProtobuf
import Testing

/// A snapshot comes from a disk: whatever has become of it, it is restored or refused, and a refusal says what is
/// wrong.
@Suite("Damaged snapshots", .timeLimit(.minutes(5)))
struct DamagedSnapshotTests {
    struct Flaw: Sendable, CustomTestStringConvertible {
        /// The text that the refusal must contain, path first.
        let text: String
        let damage: @Sendable (inout WireClusterState) -> Void

        init(_ text: String, _ damage: @escaping @Sendable (inout WireClusterState) -> Void) {
            self.text = text
            self.damage = damage
        }

        var testDescription: String { text }
    }

    private static let flaws: [Flaw] = [
        Flaw("cluster.options is missing") { $0.clearOptions() },
        Flaw("cluster.options.agent_order has the unknown number 9") { $0.options.agentOrder = .UNRECOGNIZED(9) },
        Flaw("cluster.kinds[0].type is missing") { $0.kinds[0].clearType() },
        Flaw("cluster.kinds[0].type is TEXT") { $0.kinds[0].type = .text },
        Flaw("cluster.kinds[0].name is missing") { $0.kinds[0].clearName() },
        Flaw("cluster.resource_lists[0].resources[0].kind is 99: kinds ends before that, with 3") {
            $0.resourceLists[0].resources[0].kind = 99
        },
        Flaw("cluster.resource_lists[0].resources[0].copies is 4294967295") {
            $0.resourceLists[0].resources[0].copies = .max
        },
        Flaw("cluster.resource_lists[0].resources[2].ranges.range[0].begin is 9, after end, 1") {
            $0.resourceLists[0].resources[2].ranges.range[0].begin = 9
            $0.resourceLists[0].resources[2].ranges.range[0].end = 1
        },
        Flaw("cluster.roles[0].path is missing") { $0.roles[0].path = "" },
        Flaw("cluster.roles[0].quota.role is not that of the path") { $0.roles[0].quota.role = "other" },
        Flaw("cluster.roles[0].weight_billionths is 0") { $0.roles[0].weightBillionths = 0 },
        Flaw("cluster.roles[0].weight_billionths is 18446744073709551615") { $0.roles[0].weightBillionths = .max },
        Flaw("cluster.agents[0].agent.id.value is missing") { $0.agents[0].agent.id.value = "" },
        Flaw("cluster.agents[0].holdings[0].framework is 77: names ends before that") {
            $0.agents[0].holdings[0].framework = 77
        },
        Flaw("cluster.agents[0].holdings[0].role is 77: names ends before that") {
            $0.agents[0].holdings[0].role = 77
        },
        Flaw("cluster.agents[0].offers[0].role is 77: names ends before that") { $0.agents[0].offers[0].role = 77 },
        Flaw("cluster.agents[0].merged[0] is 77: names ends before that") { $0.agents[0].merged = [77] },
        Flaw("cluster.agents[0].maintenance.unavailability.start.nanoseconds is missing") {
            $0.agents[0].maintenance.clearUnavailability()
        },
        Flaw("cluster.frameworks[0].framework is missing") { $0.frameworks[0].clearFramework() },
        Flaw("cluster.frameworks[0].memberships[0].role is 77: names") { $0.frameworks[0].memberships[0].role = 77 },
        Flaw("cluster.frameworks[0].offer_filters[0].role is 77: names") {
            $0.frameworks[0].offerFilters[0].role = 77
        },
        Flaw("cluster.frameworks[0].offer_filters[0].agent is 1: agents ends before that, with 1") {
            $0.frameworks[0].offerFilters[0].agent = 1
        },
        Flaw("cluster.frameworks[0].inverse_offer_filters[0].agent is 1: agents ends") {
            $0.frameworks[0].inverseOfferFilters[0].agent = 1
        },
        Flaw("cluster.candidates[0] is 1: agents ends before that, with 1") { $0.candidates = [1] },
    ]

    @Test(arguments: flaws)
    func `a message that is incomplete or refers to something missing is refused`(flaw: Flaw) throws {
        var message = WireAllocatorState(try Self.example().state)
        flaw.damage(&message.cluster)
        do throws(MalformedField) {
            _ = try AllocatorState(message)
            Issue.record("it was read")
        } catch {
            #expect(error.description.hasPrefix(flaw.text), "\(error)")
        }
    }

    private static func example() throws -> Allocator {
        var allocator = Allocator()
        let calls = [
            #""initialize":{}"#, #""update_quota":{"quota":{"role":"q","guarantees":{"cpus":{"value":1}}}}"#,
            #""add_framework":{"framework":{"id":{"value":"f"},"role":"r"}}"#,
            #"""
            "add_agent":{"agent":{"id":{"value":"a"}},"unavailability":{"start":{"nanoseconds":"1"}},
            "total":{"resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":4}},
            {"name":"mem","type":"SCALAR","scalar":{"value":8}},
            {"name":"ports","type":"RANGES","ranges":{"range":[{"begin":"1","end":"9"}]}}]}}
            """#,
            #""advance":{"duration":"1s"}"#,
            #"""
            "recover_resources":{"framework_id":"f","agent_id":"a","filters":{"refuse_seconds":9},"resources":[
            {"name":"cpus","type":"SCALAR","scalar":{"value":1},"allocation_info":{"role":"r"}}]}
            """#,
            #"""
            "transition_offered_to_allocated":{"agent_id":"a","resources":[
            {"name":"cpus","type":"SCALAR","scalar":{"value":1},"allocation_info":{"role":"r"}}]}
            """#,
            #""update_inverse_offer":{"framework_id":"f","agent_id":"a","filters":{"refuse_seconds":9}}"#,
        ]
        for text in calls {
            _ = try allocator.apply(call(#"{"master":"m",\#(text)}"#), by: "m")
            allocator.finishBatch()
        }
        _ = allocator.takeEffects()
        return allocator
    }

    // MARK: Bytes

    private static let damages = 150

    @Test(arguments: 1...12)
    func `damaged bytes end in a refusal or in a sound allocator that continues`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let bytes = try snapshot(of: Self.randomState(seed: seed))
        var restored = 0
        for _ in 0..<Self.damages {
            let damaged = Self.damaged(bytes, &generator)
            guard let message = try? SnapshotDecoder(limits: .kept).decode(damaged),
                let state = try? AllocatorState(message.allocator),
                var allocator = try? Allocator(restoring: state, clock: .virtual)
            else { continue }
            restored += 1
            #expect(allocator.brokenInvariants() == [], "seed \(seed)")
            for _ in 1...2 { allocator.advance(to: allocator.nextRun ?? allocator.now) }
            #expect(allocator.brokenInvariants() == [], "seed \(seed)")
            #expect(try snapshot(of: allocator.state).isEmpty == false)
        }
        // Many bytes are part of a number that may as well be another.
        #expect(restored > 0 && restored < Self.damages, "seed \(seed)")
    }

    private static func randomState(seed: UInt64) -> AllocatorState {
        var allocator = Allocator()
        for batch in ModelRun.batches(40, seed: seed) {
            for step in batch.steps { allocator.play(step) }
            allocator.finishBatch()
        }
        _ = allocator.takeEffects()
        return allocator.state
    }

    private static func damaged(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(bytes[place], at: place)
        default:
            for _ in 0...Int.random(in: 0..<3, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            }
        }
        return bytes
    }
}
