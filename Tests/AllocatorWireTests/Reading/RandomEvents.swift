import AllocatorTesting
import AllocatorWire
import SwiftProtobuf

/// Events drawn at random: mostly the three hot calls in their usual form, with anything else of the schema mixed in.
struct RandomEvents {
    var generator: SplitMix64

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
    }

    // MARK: - Choices

    mutating func chance(_ numerator: Int, of denominator: Int) -> Bool {
        Int.random(in: 0..<denominator, using: &generator) < numerator
    }

    private mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &generator)]
    }

    private mutating func name() -> String {
        one(of: [
            "", "f", "agent-\(Int.random(in: 0..<100, using: &generator))", "8a6b2f3c-55d1-4e0b-9a3e-0c1d2e3f4a5b-S1",
            "größe", "名前", "e\u{301}", String(repeating: "n", count: Int.random(in: 0..<300, using: &generator)),
        ])
    }

    private mutating func usualName() -> String { chance(1, of: 20) ? name() : "agent-\(chance(1, of: 2) ? 1 : 22)" }

    // MARK: - Events

    mutating func event() -> WireEvent {
        var event = WireEvent()
        if chance(1, of: 3) {
            event.cluster = one(of: ["c", "default", "json", "a/b", String(repeating: "c", count: 256)])
        }
        if !chance(1, of: 30) { event.master = one(of: ["m", "master-of-all-things", "m/1", "m 1"]) }
        if chance(9, of: 10) { event.master = "m1" }
        if chance(1, of: 2) { event.epoch = one(of: [1, 127, 128, 1 << 40, .max]) }
        if chance(1, of: 2) { event.sequence = one(of: [1, 300, 1 << 62, 1 << 63, .max]) }
        if chance(1, of: 3) { event.requestID = one(of: ["r", "ü", String(repeating: "r", count: 256)]) }
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: event.pause = Google_Protobuf_Empty()
        case 1: event.removeAgent.agentID = name()
        case 2: break
        case 3..<9: event.recoverResources = recoverResources()
        case 9..<14: event.transitionOfferedToAllocated = transition()
        default: event.addAgent = addAgent()
        }
        return event
    }

    private mutating func recoverResources() -> WireRecoverResources {
        var call = WireRecoverResources()
        call.frameworkID = usualName()
        call.agentID = usualName()
        call.resources = resources()
        if chance(1, of: 2) { call.filters = MesosFilters() }
        if chance(1, of: 3) {
            call.filters.refuseSeconds = one(of: [0, -0.0, 5, -1, .nan, .infinity, 1e300, .leastNonzeroMagnitude])
        }
        call.isAllocated = chance(1, of: 2)
        return call
    }

    private mutating func transition() -> WireTransitionOfferedToAllocated {
        var call = WireTransitionOfferedToAllocated()
        call.agentID = usualName()
        call.resources = resources()
        if chance(1, of: 2) { call.frameworkID = usualName() }
        return call
    }

    private mutating func addAgent() -> WireAddAgent {
        var call = WireAddAgent()
        if !chance(1, of: 30) { call.agent.id.value = usualName() }
        if chance(2, of: 3) { call.agent.hostname = name() }
        if chance(1, of: 3) { call.agent.port = one(of: [0, 5051, -1, .max]) }
        if chance(1, of: 20) { call.agent.resources = resources() }
        if chance(1, of: 20) { call.agent.domain.faultDomain.region.name = "r" }
        if chance(1, of: 20) { call.unavailability.start.nanoseconds = 5 }
        call.capabilities = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            var capability = MesosAgentInfo.Capability()
            if !chance(1, of: 30) {
                capability.type = .init(
                    rawValue: Int.random(in: chance(1, of: 20) ? 0...300 : 1...8, using: &generator))!
            }
            return capability
        }
        if chance(9, of: 10) { call.total.resources = resources(isAllocated: chance(1, of: 20)) }
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            call.used[usualName(), default: WireResourceList()].resources = resources()
        }
        return call
    }

    // MARK: - Resources

    private mutating func resources(isAllocated: Bool = true) -> [MesosResource] {
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in resource(isAllocated: isAllocated) }
    }

    private mutating func resource(isAllocated: Bool) -> MesosResource {
        var resource = MesosResource()
        resource.name = one(of: ["cpus", "mem", "disk", "gpus", "ports", "net"])
        if resource.name == "ports" || chance(1, of: 20) {
            resource.type = .ranges
            resource.ranges.range = (0..<Int.random(in: 0...4, using: &generator)).map { _ in range() }
        } else {
            resource.type = .scalar
            resource.scalar.value = one(of: [0, 1, 0.5, 1024, 0.001, 1e12])
        }
        if isAllocated, !chance(1, of: 20) {
            resource.allocationInfo.role = one(of: ["*", "role", "eng/dev/of-some-length", "größe"])
        }
        if chance(1, of: 10) { resource.revocable = .init() }
        if chance(1, of: 15) { makeUnusual(&resource) }
        return resource
    }

    private mutating func range() -> MesosValue.Range {
        var range = MesosValue.Range()
        range.begin = one(of: [0, 31_000, .max])
        range.end = one(of: [31_000, 32_000, .max])
        return range
    }

    private mutating func makeUnusual(_ resource: inout MesosResource) {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: resource.role = one(of: ["*", "role"])
        case 1:
            resource.reservations = [
                .with {
                    $0.type = .dynamic
                    $0.role = "role"
                }
            ]
        case 2: resource.disk.persistence.id = "volume"
        case 3: resource.shared = .init()
        case 4: resource.providerID.value = "provider"
        case 5: resource.set.item = ["a"]
        case 6: resource.clearType()
        case 7: resource.scalar.value = one(of: [-1, .nan, .infinity, 1e300, 0.0001])
        case 8: resource.allocationInfo = .init()
        default: resource.name = ""
        }
    }
}
