import AllocatorWire
import SwiftProtobuf

/// Events in binary. Whatever the reader of hot calls reads, the generated decoder and the conversion read as well; what it
/// remembers of one event does not come into another.
struct EventReader: FuzzedReader {
    /// A hot call of a master and a role that inputs do not have.
    private let other: [UInt8]

    init() throws {
        var event = WireEvent()
        event.master = "other"
        event.recoverResources.frameworkID = "f"
        event.recoverResources.agentID = "a"
        event.recoverResources.resources = [
            .with {
                $0.name = "cpus"
                $0.type = .scalar
                $0.scalar.value = 1
                $0.allocationInfo.role = "other"
            }
        ]
        other = try EventEncoder().encode(event, as: .binary)
    }

    func read(_ input: [UInt8]) throws(Finding) {
        guard WireEncoding(of: input.span.bytes) == .binary else { return }
        var hotEvents = HotEventReader(limits: WireLimits())
        for frame in [other, input, other, input] {
            let hot = hotEvents.read(frame.span.bytes)
            guard HotEventComparison.agrees(hot, on: frame) else {
                throw Finding("the reader of hot calls read \(String(describing: hot)), and the others do not")
            }
        }
        guard let event = try? EventDecoder().decode(input) else { return }
        try RoundTrip.check(event)
    }
}

/// Events in JSON.
struct JSONEventReader: FuzzedReader {
    func read(_ input: [UInt8]) throws(Finding) {
        let frame = WireEncoding(of: input.span.bytes) == .json ? input : [UInt8(ascii: "{")] + input
        let event: WireEvent
        do {
            event = try EventDecoder().decode(frame)
        } catch {
            guard !error.description.contains("\n") else { throw Finding("a failure of several lines: \(error)") }
            return
        }
        try RoundTrip.check(event)
    }
}
