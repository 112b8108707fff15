import AllocatorCore
import AllocatorWire

/// Hostile bytes, drawn by a seed: random bytes, and valid frames with a fault.
struct HostileBytes {
    private var generator: Generator
    /// In both encodings.
    private let valid: [[UInt8]]

    /// - Parameter events: Valid events in JSON.
    init(seed: UInt64, events: [String]) throws {
        generator = Generator(seed: seed)
        valid = try events.flatMap { text in
            let json = Array(text.utf8)
            return [json, try EventEncoder().encode(try EventDecoder().decode(json), as: .binary)]
        }
    }

    /// The frames of one message.
    mutating func message() -> [[UInt8]] {
        let count = number(in: 0...3) == 0 ? number(in: 2...12) : 1
        return (0..<count).map { _ in frame() }
    }

    mutating func frame() -> [UInt8] {
        switch number(in: 0...9) {
        case 0: return bytes(number(in: 0...400))
        // Random, but taken for JSON.
        case 1: return [UInt8(ascii: "{")] + bytes(number(in: 0...100))
        case 2: return Array(Self.monsters[number(in: 0...(Self.monsters.count - 1))].utf8)
        case 3: return valid[number(in: 0...(valid.count - 1))]
        default:
            var frame = valid[number(in: 0...(valid.count - 1))]
            for _ in 0..<number(in: 1...4) { mutate(&frame) }
            return frame
        }
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    mutating func number(in range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }

    private mutating func mutate(_ frame: inout [UInt8]) {
        guard !frame.isEmpty else { return }
        let begin = number(in: 0...(frame.count - 1))
        let end = min(frame.count, begin + number(in: 1...20))
        switch number(in: 0...6) {
        case 0: frame[begin] = UInt8.random(in: .min ... .max, using: &generator)
        case 1: frame[begin] ^= 1 << UInt8(number(in: 0...7))
        case 2: frame.removeSubrange(begin..<end)
        case 3: frame.removeLast(frame.count - begin)
        case 4: frame.insert(contentsOf: frame[begin..<end], at: begin)
        case 5: frame.insert(contentsOf: bytes(number(in: 1...9)), at: begin)
        default: frame.replaceSubrange(begin..<end, with: valid[number(in: 0...(valid.count - 1))].suffix(20))
        }
    }

    private static let monsters = [
        String(repeating: "{\"a\":", count: 5_000), "{" + String(repeating: "[", count: 5_000),
        #"{"master":"m","advance":{"duration":"-1s"}}"#, #"{"master":"m","advance":{"duration":"315576000000s"}}"#,
        #"{"master":"m","update_weights":{"weights":[{"role":"*","weight":1e308},{"role":"a/../b","weight":-1}]}}"#,
        #"{"master":"m","update_quota":{"quota":{"role":"r","limits":{"cpus":{"value":1e300}}}}}"#,
        #"{"master":"m","cluster":"\u0000","heartbeat":{}}"#, #"{"master":"m","heartbeat":{},"pause":{}}"#,
        #"{"master":"m","epoch":"18446744073709551615","sequence":"18446744073709551615","heartbeat":{}}"#,
        #"{"master":"m","epoch":"18446744073709551616","heartbeat":{}}"#,
        "{\"master\":\"\(String(repeating: "m", count: 100_000))\",\"heartbeat\":{}}", "{}", "{", "",
    ]
}
