import AllocatorCore
import AllocatorTesting
import AllocatorWire
import SwiftProtobuf
import TestSupport
import Testing

/// Valid masters are understood, and what was offered to them is written as it was; damaged, nothing of it does harm.
@Suite(.timeLimit(.minutes(5))) struct TraceConversionTests {
    @Test(arguments: Traces.names) func `every event of the traces becomes a call`(trace: String) throws {
        for line in try Traces.lines(of: trace) {
            #expect(throws: Never.self, "\(line.place)") { try Call(line.event) }
            #expect(throws: Never.self, "\(line.place)") { try line.event.checkEnvelope() }
        }
    }

    @Test(arguments: Traces.names) func `every offered resource of the traces is written as it was read`(trace: String)
        throws
    {
        for line in try Traces.lines(of: trace) {
            for resource in line.offers.flatMap(\.roles).flatMap(\.agents).flatMap(\.resources) {
                #expect(try MesosResource(Resource(resource)) == resource, "\(line.place)")
            }
        }
    }

    /// A byte changed at random often leaves a message that still decodes, with another number, name or presence.
    @Test(arguments: 1...8 as ClosedRange<UInt64>) func `a damaged event ends in a call or a refusal`(seed: UInt64)
        throws
    {
        var generator = SplitMix64(seed: seed)
        let trace = try #require(Traces.names.randomElement(using: &generator))
        var refused = 0
        for line in try Traces.lines(of: trace) {
            var frame = try EventEncoder().encode(line.event, as: .binary)
            guard let index = frame.indices.randomElement(using: &generator) else { continue }
            frame[index] = UInt8.random(in: .min ... .max, using: &generator)
            guard let event = try? EventDecoder().decode(frame) else { continue }
            do throws(Refusal) {
                _ = try Call(event)
            } catch {
                refused += 1
                #expect(error.code == 1, "seed \(seed), \(line.place): \(error.message)")
            }
        }
        #expect(refused > 0, "seed \(seed)")
    }
}
