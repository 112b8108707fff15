import AllocatorTesting
import AllocatorWire

/// Invalid frames: random bytes, and mutated events.
enum HostileFrames {
    static func next(using generator: inout SplitMix64) -> [UInt8] {
        if Int.random(in: 0..<4, using: &generator) == 0 {
            return randomBytes(0...300, using: &generator)
        }
        var frame = events.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 0...4, using: &generator) { mutate(&frame, using: &generator) }
        return frame
    }

    private static func mutate(_ frame: inout [UInt8], using generator: inout SplitMix64) {
        guard let index = frame.indices.randomElement(using: &generator) else { return }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: frame[index] = .random(in: .min ... .max, using: &generator)
        case 1: frame[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: frame.removeSubrange(index...)
        case 3: frame.insert(contentsOf: randomBytes(1...9, using: &generator), at: index)
        default: frame.insert(contentsOf: frame[index...], at: index)
        }
    }

    private static func randomBytes(_ count: ClosedRange<Int>, using generator: inout SplitMix64) -> [UInt8] {
        (0..<Int.random(in: count, using: &generator)).map { _ in .random(in: .min ... .max, using: &generator) }
    }

    /// A few frames of each kind, in both encodings.
    private static let events: [[UInt8]] = texts.flatMap { text in
        var frames = [Array(text.utf8)]
        if let event = try? EventDecoder().decode(frames[0]),
            let binary = try? EventEncoder().encode(event, as: .binary)
        {
            frames.append(binary)
        }
        return frames
    }

    static let texts = [
        #"{"master": "m1", "initialize": {"allocation_interval": "1s", "agent_order": "BY_ID"}}"#,
        #"{"master": "m1", "request_id": "r", "add_framework": {"framework": {"id": {"value": "f"}, "#
            + #""user": "u", "name": "n", "roles": ["a"], "capabilities": [{"type": "MULTI_ROLE"}]}}}"#,
        #"{"master": "m1", "request_id": "r", "add_agent": {"agent": {"id": {"value": "s"}, "hostname": "h"}, "#
            + #""total": {"resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}}, "#
            + #"{"name": "ports", "type": "RANGES", "ranges": {"range": [{"begin": "1", "end": "9"}]}}]}}}"#,
        #"{"master": "m1", "recover_resources": {"framework_id": "f", "agent_id": "s", "#
            + #""resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1}, "#
            + #""allocation_info": {"role": "a"}}], "filters": {"refuse_seconds": 1}}}"#,
        #"{"master": "m1", "update_quota": {"quota": {"role": "a", "guarantees": {"cpus": {"value": 1}}, "#
            + #""limits": {"cpus": {"value": 2}}}}}"#,
        #"{"master": "m1", "update_weights": {"weights": [{"role": "a", "weight": 2}]}}"#,
        #"{"master": "m1", "update_unavailability": {"agent_id": "s", "#
            + #""unavailability": {"start": {"nanoseconds": "5"}}}}"#,
        #"{"master": "m1", "remove_agent": {"agent_id": "s"}}"#,
        #"{"master": "m1", "remove_framework": {"framework_id": "f"}}"#,
        #"{"master": "m1", "pause": {}}"#, #"{"master": "m1", "resume": {}}"#,
        #"{"master": "m1", "request_id": "r", "get_inverse_offer_statuses": {}}"#,
        #"{"master": "m1", "request_id": "r", "heartbeat": {}}"#,
    ]
}
