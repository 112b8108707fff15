import AllocatorCore
import AllocatorWire
import SwiftProtobuf
import Testing

/// A refusal names what is wrong, and that may be as long as a frame: it comes back no longer than a bound.
@Suite(.timeLimit(.minutes(5))) struct ErrorLengthTests {
    private static let longest = WireLimits.maximumErrorLength

    @Test func `a message within the bound is told as it is`() {
        let message = String(repeating: "ä", count: Self.longest)
        #expect(WireError(.notFound(message)).message == message)
    }

    @Test func `a longer error is truncated`() {
        let message = String(repeating: "ä", count: Self.longest + 1)
        #expect(WireError(.notFound(message)).message == String(message.prefix(Self.longest)) + "…")
    }

    @Test func `a role of a megabyte does not come back`() throws {
        let role = String(repeating: "x/", count: 500_000)
        let event = WireEvent.with {
            $0.master = "m"
            $0.updateWeights.weights = [
                .with {
                    $0.role = role
                    $0.weight = 1
                }
            ]
        }
        var allocator = Allocator()
        _ = try allocator.apply(.initialize(AllocatorOptions(), reset: false), by: "m")
        let refusal = #expect(throws: Refusal.self) { try allocator.apply(try Call(event), by: "m") }
        #expect(refusal.map { $0.message.utf8.count > 1_000_000 } == true)
        #expect(refusal.map { WireError($0).message.unicodeScalars.count } == Self.longest + 1)
    }
}
