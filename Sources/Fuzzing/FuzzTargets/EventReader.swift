import AllocatorWire
import SwiftProtobuf

/// Events in binary. The full decoder accepts every event that the reader of hot calls accepts, and reads it equally.
/// The reader's caches carry nothing from one event into another.
struct EventReader: FuzzedReader {
    /// A hot event with a master and a role that inputs do not contain.
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
        let event = try? EventDecoder().decode(input)
        try EnvelopeComparison.check(input, event)
        if let event { try RoundTrip.check(event) }
    }
}

/// Events in JSON. swift-protobuf must read every text that `JSONCheck` accepts, and every refusal must have a
/// position.
struct JSONEventReader: FuzzedReader {
    func read(_ input: [UInt8]) throws(Finding) {
        let frame = WireEncoding(of: input.span.bytes) == .json ? input : [UInt8(ascii: "{")] + input
        let event: WireEvent
        do {
            event = try EventDecoder().decode(frame)
        } catch {
            guard !error.description.contains("\n") else { throw Finding("a failure of several lines: \(error)") }
            guard error.place != nil || error.reason.isLimit else {
                throw Finding("the check of JSON let through what swift-protobuf refuses")
            }
            try EnvelopeComparison.check(frame, nil)
            return
        }
        try EnvelopeComparison.check(frame, event)
        try RoundTrip.check(event)
    }
}

/// Checks that the envelope scan of an undecodable frame never contradicts the event itself.
enum EnvelopeComparison {
    static func check(_ frame: [UInt8], _ event: WireEvent?) throws(Finding) {
        guard let found = EventEnvelope(ofUnreadable: frame.span.bytes) else { return }
        guard WireName.isValidMaster(found.master), WireName.isValidCluster(found.clusterName),
            found.requestID.utf8.count <= WireLimits.maximumRequestIDLength,
            found.sequence > 0 || !found.requestID.isEmpty
        else { throw Finding("an envelope was found that names no sender to answer: \(found)") }
        guard let event else { return }
        let whole = EventEnvelope(event)
        let agrees =
            found.master == whole.master && found.cluster == whole.cluster
            && (found.sequence == 0 || (found.sequence, found.epoch) == (whole.sequence, whole.epoch))
            && (found.requestID.isEmpty || found.requestID == whole.requestID)
        guard agrees else { throw Finding("the envelope \(found) was found of an event with \(whole)") }
    }
}
