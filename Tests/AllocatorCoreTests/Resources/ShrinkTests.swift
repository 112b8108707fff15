import AllocatorCore
import AllocatorTesting
import Testing

@Suite("Shrinking")
struct ShrinkTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let what: String
        let resources: [Resource]
        let target: [Name: Int64]
        /// Shrunk to quantities, and to limits where that differs.
        let quantities: String
        var limits: String?

        var testDescription: String { what }
    }

    static let examples = [
        Example(what: "what fits stays", resources: [.cpus(2)], target: ["cpus": 3], quantities: "cpus 2"),
        Example(what: "what is too big is cut", resources: [.cpus(4)], target: ["cpus": 3], quantities: "cpus 3"),
        Example(
            what: "an absent name is nothing, or without limit", resources: [.cpus(4), .mem(1)], target: ["cpus": 3],
            quantities: "cpus 3", limits: "cpus 3, mem 1"),
        Example(
            what: "a zero is a real limit", resources: [.cpus(4), .mem(1)], target: ["cpus": 0], quantities: "",
            limits: "mem 1"),
        Example(
            what: "no limits, no change", resources: [.cpus(4)], target: [:], quantities: "", limits: "cpus 4"),
        Example(
            what: "a MOUNT disk is not cut", resources: [.disk(4).source(.mount, id: "m")], target: ["disk": 3],
            quantities: ""),
        Example(
            what: "nor a BLOCK disk", resources: [.disk(4).source(.block, id: "b")], target: ["disk": 3],
            quantities: ""),
        Example(
            what: "nor a RAW one with an id", resources: [.disk(4).source(.raw, id: "r")], target: ["disk": 3],
            quantities: ""),
        Example(
            what: "but a RAW one without", resources: [.disk(4).source(.raw)], target: ["disk": 3],
            quantities: "disk 3 {raw }"),
        Example(
            what: "and a PATH", resources: [.disk(4).source(.path, id: "p")], target: ["disk": 3],
            quantities: "disk 3 {path p}"),
        Example(
            what: "a volume is not cut", resources: [.disk(4).reserved("a").volume("v")], target: ["disk": 3],
            quantities: ""),
        Example(
            what: "a volume that fits stays", resources: [.disk(4).reserved("a").volume("v")], target: ["disk": 4],
            quantities: "disk 4 {a volume v}"),
        Example(
            what: "what is left out leaves room for what follows",
            resources: [.disk(4).source(.mount, id: "a"), .disk(2).source(.mount, id: "b")], target: ["disk": 3],
            quantities: "disk 2 {mount b}"),
        Example(
            what: "disks go by the id of their source, plain ones last",
            resources: [.disk(9), .disk(2).source(.mount, id: "b"), .disk(2).source(.mount, id: "a")],
            target: ["disk": 5], quantities: "disk 1, disk 2 {mount a}, disk 2 {mount b}"),
        Example(
            what: "so the first by id is what fits",
            resources: [.disk(2).source(.mount, id: "z"), .disk(2).source(.mount, id: "a"), .disk(9)],
            target: ["disk": 3], quantities: "disk 1, disk 2 {mount a}"),
        Example(
            what: "the target is used up in turn", resources: [.cpus(2), .cpus(2).provided(by: "p")],
            target: ["cpus": 3], quantities: "cpus 1, cpus 2"),
        Example(what: "thousandths count", resources: [.cpus(1)], target: ["cpus": 1], quantities: "cpus 1"),
    ]

    @Test(arguments: examples)
    func `shrinking follows the table in the section on resources of Allocation`(example: Example) {
        var kinds = Kinds()
        let resources = kinds.intern(example.resources)
        let target = example.target.mapValues { $0 * 1000 }
        let toQuantities = resources.shrunk(to: kinds.quantities(target), in: kinds.table)
        #expect(kinds.listing(toQuantities).joined(separator: ", ") == example.quantities)
        let toLimits = resources.shrunk(to: kinds.limits(target), in: kinds.table)
        #expect(kinds.listing(toLimits).joined(separator: ", ") == example.limits ?? example.quantities)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `the shrunk amount never exceeds the target, and does not depend on the order of the list`(seed: UInt64) {
        var random = Seeded(seed)
        var list: [Resource] = []
        for id in ["a", "b", "c"] as [Name] {
            let units = Int64.random(in: 1...4, using: &random)
            list.append(.disk(units).source(Bool.random(using: &random) ? .mount : .path, id: id))
        }
        list += [.disk(Int64.random(in: 1...4, using: &random)), .cpus(2)]
        let target = [("disk" as Name, Int64.random(in: 0...9, using: &random) * 1000)].reduce(into: [:]) {
            $0[$1.0] = $1.1
        }
        var expected: [String]?
        for _ in 0..<4 {
            var kinds = Kinds()
            let limits = kinds.quantities(target)
            let shrunk = kinds.intern(list.shuffled(using: &random)).shrunk(to: limits, in: kinds.table)
            let disk = kinds.table.names.number(of: "disk") ?? -1
            #expect(shrunk.quantities[disk] <= target["disk"] ?? 0)
            if let expected { #expect(kinds.listing(shrunk) == expected) }
            expected = kinds.listing(shrunk)
        }
        let model = ReferenceResources(list).shrunk(
            to: ReferenceQuantities(target.mapValues { Quantity(thousandths: $0) }))
        #expect(expected == model.entries.map(\.resource.summary).sorted())
    }
}
