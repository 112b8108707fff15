import AllocatorCore
import AllocatorTesting
import AllocatorWire
import SwiftProtobuf
import Testing

/// Whatever the core can say of a resource survives the wire, and so does what a Mesos library wrote.
@Suite struct ResourceRoundTripTests {
    static let examples = [
        #"{"name":"cpus","type":"SCALAR","scalar":{"value":1.5}}"#,
        #"{"name":"cpus","type":"SCALAR","scalar":{"value":0}}"#,
        #"{"name":"cpus","type":"SCALAR","scalar":{"value":0.001},"revocable":{}}"#,
        #"{"name":"cpus","type":"SCALAR","scalar":{"value":4},"allocation_info":{"role":"a/b"}}"#,
        #"""
        {"name":"ports","type":"RANGES","ranges":{"range":[{"begin":"1","end":"1"},{"begin":"31000",\#
        "end":"32000"}]}}
        """#,
        #"{"name":"ports","type":"RANGES","ranges":{"range":[{"begin":"0","end":"18446744073709551615"}]}}"#,
        #"{"name":"ports","type":"RANGES","ranges":{}}"#,
        #"{"name":"cards","type":"SET","set":{"item":["b","a"]}}"#,
        #"{"name":"cards","type":"SET","set":{}}"#,
        #"{"name":"cpus","type":"SET","set":{"item":["one"]}}"#,
        #"{"name":"mem","type":"SCALAR","scalar":{"value":64},"provider_id":{"value":"p-1"}}"#,
        """
        {"name":"mem","type":"SCALAR","scalar":{"value":64},"reservations":[{"type":"STATIC","role":"a"},
        {"type":"DYNAMIC","role":"a/b","principal":"ops","labels":{"labels":[{"key":"k","value":"v"},{"key":"l"}]}},
        {"type":"DYNAMIC","role":"a/b/c","principal":"","labels":{}}]}
        """,
        """
        {"name":"disk","type":"SCALAR","scalar":{"value":64},"shared":{},"reservations":[{"type":"STATIC","role":"a"}],
        "disk":{"persistence":{"id":"v1","principal":"ops"},
        "volume":{"mode":"RW","container_path":"data","host_path":"/d"},
        "source":{"type":"MOUNT","mount":{"root":"/mnt"},"id":"i","vendor":"v","profile":"p",
        "metadata":{"labels":[{"key":"k"}]}}}}
        """,
        #"{"name":"disk","type":"SCALAR","scalar":{"value":1},"disk":{}}"#,
        #"{"name":"disk","type":"SCALAR","scalar":{"value":1},"disk":{"source":{"type":"PATH","path":{}}}}"#,
        #"{"name":"disk","type":"SCALAR","scalar":{"value":1},"disk":{"source":{"type":"RAW"}}}"#,
        #"{"name":"disk","type":"SCALAR","scalar":{"value":1},"disk":{"source":{"type":"BLOCK"}}}"#,
        """
        {"name":"disk","type":"SCALAR","scalar":{"value":1},
        "disk":{"volume":{"mode":"RO","container_path":""},"persistence":{"id":"v"}}}
        """,
    ]

    @Test(arguments: examples) func `a resource survives the conversion to the core and back`(json: String) throws {
        let wire = try MesosResource(jsonString: json)
        #expect(try MesosResource(Resource(wire)) == wire)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>) func `a resource survives the conversion to the wire and back`(
        seed: UInt64
    ) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 1...100 {
            let resource = Resource.random(using: &generator)
            let bytes: [UInt8] = try MesosResource(resource).serializedBytes()
            #expect(try Resource(MesosResource(serializedBytes: bytes)).isTwin(of: resource), "seed \(seed)")
        }
    }

    @Test func `amounts have three decimals`() throws {
        for (value, thousandths) in [(0.1, 100), (0.0005, 1), (1.0004, 1_000), (2.9996, 3_000)] as [(Double, Int64)] {
            let resource = try resource(#"{"name":"cpus","type":"SCALAR","scalar":{"value":\#(value)}}"#)
            #expect(resource.amount == .scalar(Quantity(thousandths: thousandths)))
        }
    }

    @Test func `the format of reservations before refinement is never written`() throws {
        let resource = try resource(
            #"{"name":"cpus","type":"SCALAR","scalar":{"value":1},"role":"a","reservation":{}}"#)
        let wire = MesosResource(resource)
        #expect(!wire.hasRole && !wire.hasReservation && wire.reservations.count == 1)
    }
}

// MARK: - Random resources

extension Resource {
    /// Equal also in what does not tell two resources apart: the order of labels, a volume's mount, who made it.
    fileprivate func isTwin(of other: Resource) -> Bool {
        self == other && metadata.disk?.volume == other.metadata.disk?.volume
            && metadata.disk?.persistence?.principal == other.metadata.disk?.persistence?.principal
            && metadata.reservations.map(\.labels) == other.metadata.reservations.map(\.labels)
    }

    fileprivate static func random(using generator: inout SplitMix64) -> Resource {
        let amount: ResourceAmount =
            switch Int.random(in: 0...3, using: &generator) {
            case 0: .ranges((0..<Int.random(in: 0...4, using: &generator)).map { _ in .random(using: &generator) })
            case 1: .set((0..<Int.random(in: 0...4, using: &generator)).map { Name("item \($0)") })
            default: .scalar(.random(using: &generator))
            }
        let metadata = ResourceMetadata(
            name: .random(using: &generator), type: amount.type,
            reservations: (0..<Int.random(in: 0...3, using: &generator)).map { _ in .random(using: &generator) },
            disk: Bool.random(using: &generator) ? .random(using: &generator) : nil,
            isRevocable: .random(using: &generator), isShared: .random(using: &generator),
            providerID: .maybe(using: &generator))
        return Resource(metadata: metadata, amount: amount, allocationRole: .maybe(using: &generator))
    }
}

extension Name {
    fileprivate static func random(using generator: inout SplitMix64) -> Name {
        ["cpus", "mem", "disk", "gpus", "ports", "e\u{301}", "\u{E9}", "a/b", "名"].randomElement(using: &generator)
            ?? ""
    }

    fileprivate static func maybe(using generator: inout SplitMix64) -> Name? {
        Bool.random(using: &generator) ? random(using: &generator) : nil
    }
}

extension Quantity {
    fileprivate static func random(using generator: inout SplitMix64) -> Quantity {
        // Small ones and great ones alike, up to the most that there may be.
        let bits = Int64.random(in: 0...50, using: &generator)
        return Quantity(thousandths: Int64.random(in: 0...(1 << bits), using: &generator))
    }
}

extension ClosedRange<UInt64> {
    fileprivate static func random(using generator: inout SplitMix64) -> Self {
        let begin = UInt64.random(in: .min ... .max, using: &generator)
        return begin...UInt64.random(in: begin ... .max, using: &generator)
    }
}

extension Reservation {
    fileprivate static func random(using generator: inout SplitMix64) -> Reservation {
        Reservation(
            kind: Bool.random(using: &generator) ? .static : .dynamic, role: .random(using: &generator),
            principal: .maybe(using: &generator), labels: Label.maybeSome(using: &generator))
    }
}

extension Label {
    fileprivate static func maybeSome(using generator: inout SplitMix64) -> [Label]? {
        guard Bool.random(using: &generator) else { return nil }
        return (0..<Int.random(in: 0...2, using: &generator)).map { _ in
            Label(key: .random(using: &generator), value: .maybe(using: &generator))
        }
    }
}

extension Disk {
    fileprivate static func random(using generator: inout SplitMix64) -> Disk {
        var disk = Disk()
        if Bool.random(using: &generator) {
            disk.persistence = Persistence(id: .random(using: &generator), principal: .maybe(using: &generator))
        }
        if Bool.random(using: &generator) {
            disk.volume = Volume(
                mode: Bool.random(using: &generator) ? .readOnly : .readWrite,
                containerPath: .random(using: &generator), hostPath: .maybe(using: &generator))
        }
        if Bool.random(using: &generator) {
            let kinds: [DiskSource.Kind] = [.path, .mount, .block, .raw]
            var source = DiskSource(kind: kinds.randomElement(using: &generator) ?? .raw)
            if Bool.random(using: &generator) { source.path = .init(root: .maybe(using: &generator)) }
            if Bool.random(using: &generator) { source.mount = .init(root: .maybe(using: &generator)) }
            source.vendor = .maybe(using: &generator)
            source.id = .maybe(using: &generator)
            source.profile = .maybe(using: &generator)
            source.metadata = Label.maybeSome(using: &generator)
            disk.source = source
        }
        return disk
    }
}
