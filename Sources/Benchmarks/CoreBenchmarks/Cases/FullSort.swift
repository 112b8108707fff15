import AllocatorCore

/// The role sorter alone: allocates resources of each agent to a client, reads the order, releases everything, and
/// reads the order again.
enum FullSort: BenchmarkCase {
    static let name = "FullSort"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        let small = [Size(agents: 50_000, frameworks: 1_000), Size(agents: 50_000, frameworks: 6_000)]
        return selection.own(small: small, full: small)
    }

    static func measure(_ size: Size) -> [Measurement] {
        var totals = FairTotals(excluding: [])
        totals.replace(Quantities(), with: quantities(1_000 * Int64(size.agents)))
        var tree = RoleTree(totals: totals)
        let clients = (0..<size.frameworks).map { number in
            let client = tree.intern(Name("client-\(number)"))
            _ = tree.addFramework(FrameworkClient(Slot(number)), name: "f", isActive: true, to: client)
            return client
        }
        _ = tree.fairOrder()
        // Without reserved and unreserved parts, whose sums the sorter does not maintain.
        let given = (0..<size.agents).map { number in
            HoldingChange(quantities(Int64(1 + number * 7919 % 997)), parts: HoldingChange.Parts())
        }
        func seconds(_ body: (inout RoleTree, RoleSlot, HoldingChange) -> Void) -> Double {
            Stopwatch.seconds {
                for (number, change) in given.enumerated() {
                    body(&tree, clients[number * 104_729 % clients.count], change)
                }
                _ = tree.fairOrder()
            }
        }
        let label = "\(name) \(size.agents)x\(size.frameworks)"
        let giving = seconds { tree, client, change in tree.grow(client, by: change, isAllocation: true) }
        let unchanged = (0..<5).map { _ in Stopwatch.seconds(of: 1_000) { _ = tree.fairOrder() } }
        let sorting = (0..<5).map { round in
            tree.replaceTotals(quantities(Int64(round)), with: quantities(Int64(round + 1)))
            return Stopwatch.seconds { _ = tree.fairOrder() }
        }
        let takingBack = seconds { tree, client, change in tree.shrink(client, by: change) }
        let figures = ReferenceFigures.sorts[size.frameworks]
        return [
            Measurement(name: "\(label) all given", seconds: [giving]),
            Measurement(
                name: "\(label) all taken back", seconds: [takingBack], reference: ReferenceFigures.takingBack[size]),
            Measurement(name: "\(label) sort, all shares changed", seconds: sorting, reference: figures?.full),
            Measurement(name: "\(label) sort, unchanged", seconds: unchanged, reference: figures?.unchanged),
        ]
    }

    private static func quantities(_ thousandths: Int64) -> Quantities {
        var result = Quantities()
        for name in 0..<3 { result[name] = thousandths }
        return result
    }
}
