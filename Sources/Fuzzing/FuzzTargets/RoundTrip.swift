import AllocatorCore
import AllocatorWire

/// Checks that a decoded message can be encoded, and that decoding the result gives the same message.
enum RoundTrip {
    static func check(_ event: WireEvent) throws(Finding) {
        do {
            let bytes = try EventEncoder().encode(event, as: .binary)
            // A message with unknown fields only encodes to an empty frame, which is no event.
            guard !bytes.isEmpty else { return }
            guard try EventEncoder().encode(EventDecoder().decode(bytes), as: .binary) == bytes else {
                throw Finding("an event is another one after it was written and read in binary")
            }
            // An event without a valid call may contain values that JSON cannot represent, but is never published.
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
