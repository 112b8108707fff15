import AllocatorCore

/// RESERVE and UNRESERVE of one of an agent's many distinct reserved resources; the size's agents give their number.
enum UpdateAllocation: BenchmarkCase {
    static let name = "UpdateAllocation"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        let small = [200, 400, 800].map { Size(agents: $0, frameworks: 1) }
        return selection.own(small: small, full: small)
    }

    static func measure(_ size: Size) -> [Measurement] {
        var (cluster, changes) = cluster(resources: size.agents)
        let calls = [("RESERVE", changes.reserve), ("UNRESERVE", changes.unreserve)]
        var seconds: [[Double]] = [[], []]
        for _ in 0..<20 {
            for (position, (_, call)) in calls.enumerated() {
                seconds[position].append(Stopwatch.seconds { cluster.apply(call) })
            }
        }
        return calls.indices.map { position in
            Measurement(
                name: "\(name) N=\(size.agents) \(calls[position].0)", seconds: seconds[position],
                reference: position == 0 ? ReferenceFigures.updateAllocation[size.agents] : nil)
        }
    }

    /// Returns a cluster whose agent is fully offered, and the two operations on one of its resources.
    static func cluster(resources count: Int) -> (cluster: PlayedCluster, changes: (reserve: Call, unreserve: Call)) {
        let role: Name = "role"
        let total = (0..<count).map { number in
            let label = Label(key: "key", value: Name("value-\(number)"))
            return Shape.scalar(
                "cpus", 1,
                reservations: [Reservation(kind: .dynamic, role: role, principal: "principal", labels: [label])])
        }
        let free = Shape.scalar("mem", 1)
        let reserved = Shape.scalar(
            "mem", 1, reservations: [Reservation(kind: .dynamic, role: role, principal: "principal")])
        var cluster = PlayedCluster()
        cluster.prepare([
            Shape.framework(0, role: role),
            Shape.agent(0, total: total + [free]),
        ])
        cluster.runOnInterval()
        _ = cluster.allocator.takeEffects()
        func call(_ operation: Operation, on offered: Resource) -> Call {
            .updateAllocation(
                framework: Shape.frameworkID(0), agent: Shape.agentID(0),
                offered: Shape.allocated([offered], to: role), change: .operations([operation]))
        }
        let reserve = Operation.reserve(resources: Shape.allocated([reserved], to: role), source: [])
        let unreserve = Operation.unreserve(resources: Shape.allocated([reserved], to: role))
        return (cluster, (call(reserve, on: free), call(unreserve, on: reserved)))
    }
}
