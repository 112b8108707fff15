import AllocatorCore

/// A fair order alone: each agent gives something to a client, the order is read, everything is taken back, it is read again.
enum FullSort: BenchmarkCase {
    static let name = "FullSort"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        let small = [Size(agents: 50_000, frameworks: 1_000), Size(agents: 50_000, frameworks: 6_000)]
        return selection.own(small: small, full: small)
    }

    static func measure(_ size: Size) -> [Measurement] {
        var order = FairOrder<Int>()
        var totals = FairTotals(excluding: [])
        totals.replace(Quantities(), with: quantities(1_000 * Int64(size.agents)))
        let clients = (0..<size.frameworks).map { number in
            order.insert(number, name: Shape.frameworkID(number), isActive: true)
        }
        order.sort(totals)
        let given = (0..<size.agents).map { number in quantities(Int64(1 + number * 7919 % 997)) }
        func change(_ apply: (inout Quantities, Quantities) -> Void, counts: Bool) {
            for (number, amount) in given.enumerated() {
                order.update(clients[number * 104_729 % clients.count], totals) { client in
                    apply(&client.allocated, amount)
                    if counts { client.count += 1 }
                }
            }
            order.sort(totals)
        }
        let label = "\(name) \(size.agents)x\(size.frameworks)"
        let giving = Stopwatch.seconds { change(+=, counts: true) }
        let unchanged = (0..<5).map { _ in Stopwatch.seconds { order.sort(totals) } }
        let sorting = (0..<5).map { round in
            totals.replace(quantities(Int64(round)), with: quantities(Int64(round + 1)))
            return Stopwatch.seconds { order.sort(totals) }
        }
        let takingBack = Stopwatch.seconds { change(-=, counts: false) }
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
