import AllocatorTesting
import AllocatorWire
import SwiftProtobuf
import Testing

/// Whatever bytes come, the decoder ends with an event or with a `DecodingFailure`; a crash would end the test run.
@Suite(.timeLimit(.minutes(5))) struct BadFrameTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        let name: String
        let frame: [UInt8]
        let reason: DecodingFailure.Reason
        let offset: Int?

        init(_ name: String, _ frame: [UInt8], _ reason: DecodingFailure.Reason, at offset: Int? = nil) {
            self.name = name
            self.frame = frame
            self.reason = reason
            self.offset = offset
        }

        var testDescription: String { name }
    }

    private static let depth = WireLimits().maximumNestingDepth
    private static let hugeLength: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]

    static let badBinary = [
        Bad("nothing", [], .empty, at: 0),
        Bad("half a tag", [0x80], .malformed),
        Bad("a field number of zero", [0x02, 0x00], .malformed),
        Bad("a wire type that is none", [0x0F, 0x00], .malformed),
        Bad("a varint without end", [0x18] + Array(repeating: 0xFF, count: 11), .malformed),
        Bad("a string shorter than it says", [0x12, 0x05, 0x61], .truncated, at: 3),
        Bad("a string longer than memory", [0x12] + hugeLength, .malformed),
        Bad("a message longer than memory", [0x82, 0x01] + hugeLength, .malformed),
        Bad("an unknown field longer than memory", [0xFA, 0x07] + hugeLength, .truncated, at: 11),
        Bad("a string that is not UTF-8", [0x12, 0x02, 0xC3, 0x28], .invalidUTF8),
        Bad("a surrogate in a string", [0x12, 0x03, 0xED, 0xA0, 0x80], .invalidUTF8),
        Bad("the end of a group that never began", [0xFC, 0x07], .malformed),
        Bad("an unknown group without end", [0xFB, 0x07], .truncated, at: 2),
        Bad(
            "unknown groups in each other", (0..<100_000).flatMap { _ in [0xFB, 0x07] as [UInt8] },
            .nestedTooDeep(limit: depth)),
    ]

    @Test(arguments: badBinary) func `a malformed binary frame is refused`(_ bad: Bad) {
        #expect(throws: DecodingFailure(bad.reason, in: .binary, at: bad.offset)) {
            try EventDecoder().decode(bad.frame)
        }
    }

    @Test func `a frame over the limit is not read`() throws {
        let frame = Array(#"{"master":"m"}"#.utf8)
        let exact = EventDecoder(limits: WireLimits(maximumFrameSize: frame.count))
        #expect(try exact.decode(frame).master == "m")
        let less = EventDecoder(limits: WireLimits(maximumFrameSize: frame.count - 1))
        #expect(throws: DecodingFailure(.tooLarge(size: 14, limit: 13), in: .json, at: 13)) { try less.decode(frame) }
    }

    @Test func `the depth that the schema needs is allowed`() throws {
        let event = WireEvent.deepest
        for encoding in WireEncoding.allCases {
            let frame = try EventEncoder().encode(event, as: encoding)
            #expect(try EventDecoder(limits: WireLimits(maximumNestingDepth: 12)).decode(frame) == event)
        }
    }

    @Test func `every failure says what to do`() {
        for bad in Self.badBinary {
            let failure = #expect(throws: DecodingFailure.self) { try EventDecoder().decode(bad.frame) }
            #expect(failure.map { !$0.description.isEmpty && !$0.description.contains("\n") } == true)
        }
    }

    @Test(arguments: WireEncoding.allCases) func `a frame that is cut off anywhere is refused or read`(
        encoding: WireEncoding
    ) throws {
        let whole = try EventEncoder().encode(.deepest, as: encoding)
        for size in 0..<whole.count {
            let cut = Array(whole[..<size])
            switch encoding {
            case .json: #expect(throws: DecodingFailure.self, "\(size)") { try EventDecoder().decode(cut) }
            case .binary: #expect((try? EventDecoder().decode(cut)) != .deepest, "\(size)")
            }
        }
    }

    /// Every known field, read with every wire type.
    @Test func `a wrong wire type anywhere is skipped or refused`() {
        for field in UInt64(1)...70 {
            for wireType in UInt64(0)...7 {
                var writer = ProtobufWriter()
                writer.varint(field << 3 | wireType)
                for rest in [[], [0x00], [0x01, 0x61], Array(repeating: 0x61, count: 8)] as [[UInt8]] {
                    endsWithEventOrFailure(writer.bytes + rest)
                }
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>) func `a frame with changed bytes is refused or read`(seed: UInt64)
        throws
    {
        var generator = SplitMix64(seed: seed)
        let originals = try WireEncoding.allCases.map { try EventEncoder().encode(.deepest, as: $0) }
        for _ in 0..<2000 {
            var frame = originals[Int.random(in: 0..<originals.count, using: &generator)]
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                mutate(&frame, using: &generator)
            }
            endsWithEventOrFailure(frame)
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `random bytes are refused or read`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<2000 {
            let size = Int.random(in: 0...64, using: &generator)
            endsWithEventOrFailure((0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        }
    }

    private func mutate(_ frame: inout [UInt8], using generator: inout SplitMix64) {
        guard !frame.isEmpty else { return }
        let place = Int.random(in: 0..<frame.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: frame[place] = UInt8.random(in: .min ... .max, using: &generator)
        case 1: frame.remove(at: place)
        case 2: frame.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
        default: frame.insert(contentsOf: frame[place...].prefix(Int.random(in: 1...16, using: &generator)), at: place)
        }
    }

    /// Checks that a decoded event can be encoded and decoded again: no half-read event gets through.
    private func endsWithEventOrFailure(_ frame: [UInt8]) {
        do throws(DecodingFailure) {
            let event = try EventDecoder().decode(frame)
            let written = try? EventEncoder().encode(event, as: .binary)
            #expect(written != nil, "\(frame)")
        } catch {
            #expect(!error.description.isEmpty)
        }
    }
}

extension WireEvent {
    /// A call that nests as deep as the schema goes, with every kind of field on the way.
    fileprivate static let deepest = Self.with { event in
        event.cluster = "c"
        event.master = "m1"
        event.epoch = 300
        event.requestID = "r/1"
        event.addFramework.framework.id.value = "f1"
        event.addFramework.framework.roles = ["alpha", "alpha/x"]
        event.addFramework.framework.capabilities = [.with { $0.type = .multiRole }]
        event.addFramework.used = [
            "a1": .with {
                $0.resources = [
                    .with {
                        $0.name = "cpus"
                        $0.type = .scalar
                        $0.scalar.value = 0.5
                        $0.reservations = [.with { $0.labels.labels = [.with { $0.key = "k" }] }]
                    }
                ]
            }
        ]
        event.addFramework.active = false
        event.addFramework.options.offerConstraints.roleConstraints["alpha"] = .with {
            $0.groups = [
                .with {
                    $0.attributeConstraints = [
                        .with {
                            $0.selector.pseudoattributeType = .hostname
                            $0.predicate.textMatches.regex = "host-\u{e9}.*"
                        }
                    ]
                }
            ]
        }
    }
}
