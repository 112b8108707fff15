import AllocatorWire
import SwiftProtobuf
import Testing

/// A frame of empty messages takes hundreds of times its size once it is decoded: it is turned away before that.
@Suite(.timeLimit(.minutes(5))) struct MessageCountTests {
    private static let limits = WireLimits(maximumMessages: 100)

    private func failure(_ frame: [UInt8], _ limits: WireLimits = Self.limits) -> DecodingFailure.Reason? {
        do throws(DecodingFailure) {
            _ = try EventDecoder(limits: limits).decode(frame)
            return nil
        } catch {
            return error.reason
        }
    }

    /// A `recover_resources` with so many empty resources.
    private static func binary(_ resources: [UInt8]) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.varint(37 << 3 | 2)
        writer.varint(UInt64(resources.count))
        return writer.bytes + resources
    }

    private static func empty(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in [0x1A, 0x00] as [UInt8] } }

    private static func json(_ count: Int) -> [UInt8] {
        let resources = Array(repeating: "{}", count: count).joined(separator: ",")
        return Array(#"{"recover_resources":{"resources":[\#(resources)]}}"#.utf8)
    }

    @Test func `the limit of messages is decoded, one more is not`() throws {
        // The event and its call are messages too.
        #expect(failure(Self.binary(Self.empty(98))) == nil)
        #expect(failure(Self.binary(Self.empty(99))) == .tooManyMessages(limit: 100))
        #expect(failure(Self.json(98)) == nil)
        #expect(failure(Self.json(99)) == .tooManyMessages(limit: 100))
    }

    @Test func `the decoder itself sees as many`() throws {
        #expect(try EventDecoder(limits: Self.limits).decode(Self.json(98)).recoverResources.resources.count == 98)
        #expect(
            try EventDecoder(limits: Self.limits).decode(Self.binary(Self.empty(98))).recoverResources.resources.count
                == 98)
    }

    static let hidden: [(name: String, frame: [UInt8])] = [
        ("before what is no field", binary(empty(200) + [0x07])),
        ("before a length that ends too late", binary(empty(200) + [0x1A, 0x7F])),
        ("behind a group that is not known", [0xFB, 0x07, 0xFC, 0x07] + binary(empty(200))),
        ("in a group", [0xFB, 0x07] + binary(empty(200)) + [0xFC, 0x07]),
        ("behind a text of bytes that are no fields", [0x12, 0x03, 0x66, 0x6F, 0x6F] + binary(empty(200))),
        (
            "behind fields of every form",
            [0x18, 0x01, 0xF9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8, 0xFD, 0x07, 1, 2, 3, 4] + binary(empty(200))
        ),
        (
            "behind a text with braces and quotes",
            Array(#"{"master":"\"{\\","recover_resources":{"resources":["#.utf8) + json(200)
        ),
        ("in nothing that is JSON", Array(repeating: UInt8(ascii: "{"), count: 250)),
    ]

    @Test(arguments: hidden)
    func `messages are found`(name: String, frame: [UInt8]) {
        #expect(failure(frame) == .tooManyMessages(limit: 100), "\(name)")
    }

    @Test func `texts do not count as messages`() throws {
        let hostnames = (0..<1_000).map { "node-\($0).example.org" }
        let event = WireEvent.with {
            $0.master = "m"
            $0.updateWhitelist.hostnames.values = hostnames
        }
        for encoding in WireEncoding.allCases {
            #expect(failure(try EventEncoder().encode(event, as: encoding)) == nil, "\(encoding)")
        }
        #expect(failure(Array(#"{"request_id":"\#(String(repeating: "{", count: 250))"}"#.utf8)) == nil)
    }

    /// Its echo is made by the decoder, which would not read it.
    @Test func `the reader of hot calls leaves what may be too many to the decoder`() throws {
        let event = try EventDecoder().decode(
            Array(
                #"""
                {"master": "m", "recover_resources": {"framework_id": "f", "agent_id": \#
                "\#(String(repeating: "a", count: 250))"}}
                """#
                .utf8))
        let frame = try EventEncoder().encode(event, as: .binary)
        var bounded = HotEventReader(limits: Self.limits)
        var usual = HotEventReader(limits: WireLimits())
        let left = bounded.read(frame.span.bytes)
        let read = usual.read(frame.span.bytes)
        #expect(left == nil)
        #expect(read != nil)
    }
}
