package import AllocatorCore
package import AllocatorWire

/// Compares the reader of hot calls with the generated decoder and the conversion behind it: they accept every event
/// that the reader accepts, and read it equally.
package enum HotEventComparison {
    package typealias Reading = (envelope: EventEnvelope, call: Call)

    /// Whether the reader gave up on a frame, or has read what the others read.
    package static func agrees(_ got: Reading?, on frame: [UInt8]) -> Bool {
        guard let got else { return true }
        guard let expected = readOtherwise(frame) else { return false }
        return got.envelope == expected.envelope && isEqual(got.call, expected.call)
    }

    /// Reads the frame with the full decoder, the worker's fallback. Returns `nil` if the event is refused.
    private static func readOtherwise(_ frame: [UInt8]) -> Reading? {
        guard let event = try? EventDecoder().decode(frame), (try? event.checkEnvelope()) != nil,
            let call = try? Call(event)
        else { return nil }
        return (EventEnvelope(event), call)
    }

    private static func isEqual(_ one: Call, _ other: Call) -> Bool {
        switch (one, other) {
        case (
            .recoverResources(let framework, let agent, let resources, let filters, let isAllocated),
            .recoverResources(let framework2, let agent2, let resources2, let filters2, let isAllocated2)
        ):
            framework == framework2 && agent == agent2 && resources == resources2 && filters == filters2
                && isAllocated == isAllocated2
        case (
            .transitionOfferedToAllocated(let agent, let resources, let framework),
            .transitionOfferedToAllocated(let agent2, let resources2, let framework2)
        ):
            agent == agent2 && resources == resources2 && framework == framework2
        case (
            .addAgent(let agent, let unavailability, let total, let used),
            .addAgent(let agent2, let unavailability2, let total2, let used2)
        ):
            isEqual(agent, agent2) && unavailability == unavailability2 && total == total2 && used == used2
        default: false
        }
    }

    private static func isEqual(_ one: AgentDescription, _ other: AgentDescription) -> Bool {
        one.id == other.id && one.hostname == other.hostname && one.attributes == other.attributes
            && one.domain == other.domain && one.capabilities == other.capabilities && one.port == other.port
            && one.resources == other.resources
    }
}
