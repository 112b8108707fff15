import AllocatorCore
import AllocatorTesting
import Testing

/// The arithmetic of the core against the reference's, which is a search through a plain list.
@Suite("Resources against a plain list")
struct ResourcesModelTests {
    /// Kinds that meet each other: some add up, some never do, some differ in what does not count.
    private static func resource(_ random: inout Seeded) -> Resource {
        let units = Int64.random(in: 1...3, using: &random)
        let choices: [Resource] = [
            .cpus(units), .cpus(units), .cpus(units).revocable(), .cpus(units).reserved("a"),
            .cpus(units).reserved("a", "a/b"), .mem(units), .disk(units), .disk(units).source(.path, root: "/p"),
            .disk(units).source(.mount, root: "/m"), .disk(units).source(.raw), .disk(units).source(.raw, id: "r"),
            .disk(units).source(.block, id: "b"), .disk(units).reserved("a").volume("v"),
            .disk(units).reserved("a").volume("v", principal: "p", path: "data"),
            .disk(units).reserved("a").volume("w"),
            .disk(units).reserved("a").volume("s").shared(), .disk(units).reserved("a").volume("s", path: "x").shared(),
            .disk(units).provided(by: "rp"), ports(&random), ports(&random),
            .zones("x", "y"), .zones("y"), .zones("z"),
        ]
        return choices[Int.random(in: choices.indices, using: &random)]
    }

    private static func ports(_ random: inout Seeded) -> Resource {
        let first = UInt64.random(in: 0...9, using: &random)
        return .ports(first...(first + UInt64.random(in: 0...3, using: &random)))
    }

    private static func list(_ random: inout Seeded) -> [Resource] {
        (0..<Int.random(in: 0...7, using: &random)).map { _ in resource(&random) }
    }

    private static func listing(_ resources: ReferenceResources) -> [String] {
        resources.entries.map { $0.resource.summary + ($0.copies == 1 ? "" : " ×\($0.copies)") }.sorted()
    }

    @Test(arguments: 1...600 as ClosedRange<UInt64>)
    func `resources add, subtract, contain and count like a plain list`(seed: UInt64) {
        var random = Seeded(seed)
        var kinds = Kinds()
        let (one, other) = (Self.list(&random), Self.list(&random))
        let (left, right) = (kinds.intern(one), kinds.intern(other))
        let (modelLeft, modelRight) = (ReferenceResources(one), ReferenceResources(other))
        #expect(kinds.listing(left) == Self.listing(modelLeft))

        var sum = left
        sum.add(right)
        #expect(kinds.listing(sum) == Self.listing(modelLeft + modelRight))
        var rest = left
        rest.subtract(right)
        #expect(kinds.listing(rest) == Self.listing(modelLeft - modelRight))
        #expect(left.contains(right) == modelLeft.contains(modelRight))
        #expect(sum.contains(right) == (modelLeft + modelRight).contains(modelRight))
        #expect(left.isEqual(to: right) == modelLeft.equals(modelRight))
        for (name, quantity) in modelLeft.scalarQuantities.byName {
            #expect(
                kinds.table.names.number(of: name).map { left.quantities[$0] } == quantity.thousandths)
        }
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `subtracting what was added restores the original`(seed: UInt64) {
        var random = Seeded(seed)
        var kinds = Kinds()
        // Sets and ranges lose what both have, so only scalars come back.
        let lists = [Self.list(&random), Self.list(&random)].map { list in
            list.filter { $0.metadata.type == .scalar }
        }
        let (left, right) = (kinds.intern(lists[0]), kinds.intern(lists[1]))
        var sum = left
        sum.add(right)
        #expect(sum.canSubtract(right))
        sum.subtract(right)
        #expect(kinds.listing(sum) == kinds.listing(left))
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `quantities are compared by name over all entries`(seed: UInt64) {
        var random = Seeded(seed)
        var kinds = Kinds()
        let list = Self.list(&random)
        var wanted: [Name: Int64] = [:]
        for name in ["cpus", "mem", "disk", "ports", "zones"] as [Name] where Bool.random(using: &random) {
            wanted[name] = 1000 * Int64.random(in: 0...5, using: &random)
        }
        let quantities = kinds.quantities(wanted)
        #expect(
            kinds.intern(list).contains(quantities)
                == ReferenceResources(list).containsQuantities(wanted.mapValues { Quantity(thousandths: $0) }))
    }
}
