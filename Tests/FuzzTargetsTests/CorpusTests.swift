import AllocatorCore
import AllocatorWire
import Foundation
import Testing

@testable import FuzzTargets

/// The inputs in Tests/Corpora. Each one once led the fuzzer to new code, or to a bug that was fixed.
@Suite(.timeLimit(.minutes(5))) struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Corpora").standardized

    private static func files(of target: FuzzTarget) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: target.rawValue), includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }
    }

    @Test(arguments: FuzzTarget.allCases)
    func `no input of the corpora breaks a promise`(target: FuzzTarget) throws {
        let files = try Self.files(of: target)
        #expect(files.count >= 10, "\(target) has a corpus")
        var reader = try target.reader()
        for file in files {
            let input = Array(try Data(contentsOf: file))
            #expect(input.count <= target.maximumLength, "\(file.lastPathComponent)")
            do throws(Finding) {
                try reader.read(input)
            } catch {
                Issue.record("\(target), \(file.lastPathComponent): \(error)")
            }
        }
    }

    /// Short inputs, so that those are met that end before they have begun.
    @Test(arguments: FuzzTarget.allCases)
    func `no input of a byte or two breaks a promise`(target: FuzzTarget) throws {
        var reader = try target.reader()
        try reader.read([])
        for byte in UInt8.min ... .max {
            try reader.read([byte])
            try reader.read([byte, 0xFF])
        }
    }

    /// Were it not, `events` would find nothing.
    @Test func `a reading that differs from the decoder's is noticed`() throws {
        var event = WireEvent()
        event.master = "m"
        event.recoverResources.frameworkID = "f"
        event.recoverResources.agentID = "a"
        let frame = try EventEncoder().encode(event, as: .binary)
        var reader = HotEventReader(limits: WireLimits())
        let read = reader.read(frame.span.bytes)
        var reading = try #require(read)
        #expect(HotEventComparison.agrees(reading, on: frame))
        reading.envelope.master = "n"
        #expect(!HotEventComparison.agrees(reading, on: frame))
        reading = (
            EventEnvelope(event),
            .recoverResources(framework: "f", agent: "b", resources: [], filters: nil, isAllocated: false)
        )
        #expect(!HotEventComparison.agrees(reading, on: frame))
    }
}
