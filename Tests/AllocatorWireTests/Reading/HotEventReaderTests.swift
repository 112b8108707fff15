import AllocatorTesting
import AllocatorWire
import FuzzTargets
import Testing

/// The reader of the hot calls against the generated decoder and the conversion behind it: they accept every event that
/// the reader accepts, and read it equally.
@Suite(.timeLimit(.minutes(2))) struct HotEventReaderTests {
    // MARK: - Random events

    /// One reader for all of a history: what it remembers of one event must not come into another.
    @Test(arguments: UInt64(1)...20)
    func `random events are read as the decoder reads them`(seed: UInt64) throws {
        var events = RandomEvents(seed: seed)
        var reader = HotEventReader(limits: WireLimits())
        var count = 0
        for number in 0..<500 {
            let frame = try EventEncoder().encode(events.event(), as: .binary)
            let got = reader.read(frame.span.bytes)
            if got != nil { count += 1 }
            #expect(HotEventComparison.agrees(got, on: frame), "seed \(seed), event \(number)")
        }
        #expect(count > 50, "seed \(seed): the usual form is recognized")
    }

    @Test(arguments: UInt64(1)...20)
    func `changed bytes are read as the full decoder reads them, or not at all`(seed: UInt64) throws {
        var events = RandomEvents(seed: seed)
        var reader = HotEventReader(limits: WireLimits())
        for number in 0..<500 {
            var frame = try EventEncoder().encode(events.event(), as: .binary)
            for _ in 0...Int.random(in: 0..<3, using: &events.generator) where !frame.isEmpty {
                let place = Int.random(in: 0..<frame.count, using: &events.generator)
                switch Int.random(in: 0..<4, using: &events.generator) {
                case 0: frame[place] = .random(in: 0...255, using: &events.generator)
                case 1: frame[place] ^= 1 << UInt8.random(in: 0..<8, using: &events.generator)
                case 2: frame.remove(at: place)
                default: frame.insert(.random(in: 0...255, using: &events.generator), at: place)
                }
            }
            let got = reader.read(frame.span.bytes)
            #expect(HotEventComparison.agrees(got, on: frame), "seed \(seed), event \(number): \(frame)")
        }
    }

    @Test(arguments: UInt64(1)...5)
    func `a frame that ends too early is left to the full decoder, at any byte`(seed: UInt64) throws {
        var events = RandomEvents(seed: seed)
        var reader = HotEventReader(limits: WireLimits())
        for number in 0..<30 {
            let frame = try EventEncoder().encode(events.event(), as: .binary)
            for length in 0..<frame.count {
                let part = Array(frame[..<length])
                let got = reader.read(part.span.bytes)
                #expect(HotEventComparison.agrees(got, on: part), "seed \(seed), event \(number), \(length) bytes")
            }
        }
    }

    /// Two frames one behind the other are one message to protobuf, in which what comes later replaces or joins what
    /// came before.
    @Test(arguments: UInt64(1)...5)
    func `fields that come again are not read otherwise`(seed: UInt64) throws {
        var events = RandomEvents(seed: seed)
        var reader = HotEventReader(limits: WireLimits())
        for number in 0..<200 {
            let frame =
                try EventEncoder().encode(events.event(), as: .binary)
                + EventEncoder().encode(events.event(), as: .binary)
            let got = reader.read(frame.span.bytes)
            #expect(HotEventComparison.agrees(got, on: frame), "seed \(seed), event \(number)")
        }
    }

    // MARK: - Examples

    private static func frame(_ json: String) throws -> [UInt8] {
        try EventEncoder().encode(EventDecoder().decode(Array(json.utf8)), as: .binary)
    }

    private static let cpus =
        #"{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1.5}, "allocation_info": {"role": "r"}}"#
    private static let ports =
        #"{"name": "ports", "type": "RANGES", "ranges": {"range": [{"begin": 31000, "end": 32000}]}}"#

    static let usual = [
        #"{"master": "m", "recover_resources": {"framework_id": "f", "agent_id": "a", "resources": [\#(cpus)]}}"#,
        #"""
        {"master": "m", "cluster": "c", "epoch": 1, "sequence": 2, "request_id": "r", "recover_resources": \#
        {"framework_id": "f", "agent_id": "a", "filters": {"refuse_seconds": 5}, "is_allocated": true}}
        """#,
        #"""
        {"master": "m", "transition_offered_to_allocated": {"agent_id": "a", "framework_id": "f", "resources": \#
        [\#(cpus)]}}
        """#,
        #"{"master": "m", "transition_offered_to_allocated": {"agent_id": "a"}}"#,
        #"{"master": "m", "add_agent": {"agent": {"id": {"value": "a"}}, "total": {}}}"#,
        #"""
        {"master": "m", "add_agent": {"agent": {"id": {"value": "a"}, "hostname": "h", "port": 5051}, \#
        "capabilities": [{"type": "MULTI_ROLE"}], "total": {"resources": [\#(ports)]}, "used": {"f": \#
        {"resources": [\#(cpus)]}}}}
        """#,
    ]

    @Test(arguments: usual) func `the usual form is read`(event: String) throws {
        var reader = HotEventReader(limits: WireLimits())
        let frame = try Self.frame(event)
        let got = reader.read(frame.span.bytes)
        #expect(got != nil && HotEventComparison.agrees(got, on: frame))
    }

    static let unusual = [
        #"{"recover_resources": {"framework_id": "f", "agent_id": "a"}}"#,
        #"{"master": "m/1", "recover_resources": {"framework_id": "f", "agent_id": "a"}}"#,
        #"{"master": "m", "cluster": "json", "recover_resources": {"framework_id": "f", "agent_id": "a"}}"#,
        #"{"master": "m", "recover_resources": {"agent_id": "a"}}"#,
        #"{"master": "m", "heartbeat": {}}"#,
        #"{"master": "m", "add_agent": {"agent": {"hostname": "h"}, "total": {}}}"#,
        #"{"master": "m", "add_agent": {"agent": {"id": {"value": "a"}}}}"#,
        #"""
        {"master": "m", "add_agent": {"agent": {"id": {"value": "a"}}, "unavailability": {"start": \#
        {"nanoseconds": 1}}, "total": {}}}
        """#,
        #"""
        {"master": "m", "add_agent": {"agent": {"id": {"value": "a"}}, "capabilities": [{"type": "UNKNOWN"}], \#
        "total": {}}}
        """#,
        #"""
        {"master": "m", "transition_offered_to_allocated": {"agent_id": "a", "resources": [{"name": "cpus", \#
        "type": "SCALAR"}]}}
        """#,
        #"""
        {"master": "m", "transition_offered_to_allocated": {"agent_id": "a", "resources": [{"name": "cpus", \#
        "type": "SCALAR", "scalar": {"value": 1}, "role": "r"}]}}
        """#,
    ]

    @Test(arguments: unusual) func `anything else is left to others`(event: String) throws {
        var reader = HotEventReader(limits: WireLimits())
        let frame = try Self.frame(event)
        let got = reader.read(frame.span.bytes)
        #expect(got == nil)
    }

    @Test func `nothing is read past a limit`() throws {
        let frame = try Self.frame(Self.usual[0])
        var small = HotEventReader(limits: WireLimits(maximumFrameSize: frame.count - 1))
        let large = small.read(frame.span.bytes)
        #expect(large == nil)
        var flat = HotEventReader(limits: WireLimits(maximumNestingDepth: 3))
        let deep = flat.read(frame.span.bytes)
        #expect(deep == nil)
    }
}
