import AllocatorCore
import AllocatorWire

/// Checks that a decoded message can be encoded, and that decoding the result gives the same message.
enum RoundTrip {
    static func check(_ event: WireEvent) throws(Finding) {
        do {
            let bytes = try EventEncoder().encode(event, as: .binary)
            // Of one with unknown fields alone nothing is left, and an empty frame is no event.
            guard !bytes.isEmpty else { return }
            guard try EventEncoder().encode(EventDecoder().decode(bytes), as: .binary) == bytes else {
                throw Finding("an event is another one after it was written and read in binary")
            }
            // Of an event that carries no call, the fields may be such as JSON has no form for. It is never published.
            guard (try? event.checkEnvelope()) != nil, (try? Call(event)) != nil else { return }
            var hotEvents = HotEventReader(limits: WireLimits())
            guard HotEventComparison.agrees(hotEvents.read(bytes.span.bytes), on: bytes) else {
                throw Finding("the reader of hot calls reads the event otherwise once it was written in binary")
            }
            let json = try EventEncoder().encode(event, as: .json)
            guard try EventEncoder().encode(EventDecoder().decode(json), as: .binary) == bytes else {
                throw Finding("an event is another one after it was written and read in JSON")
            }
        } catch let finding as Finding {
            throw finding
        } catch {
            throw Finding("an event that was read cannot be written and read again: \(error)")
        }
    }
}
