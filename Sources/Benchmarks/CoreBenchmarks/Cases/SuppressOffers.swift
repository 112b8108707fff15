import AllocatorCore

/// Five times: recovers all offers without filters, suppresses another fifth of the frameworks, and performs one run.
enum SuppressOffers: BenchmarkCase {
    static let name = "SuppressOffers"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        selection.grid(small: [Size(agents: 1_000, frameworks: 200)])
    }

    static func measure(_ size: Size) -> [Measurement] {
        let label = "\(name) \(size.agents)x\(size.frameworks)"
        var cluster = DeclineOffers.cluster(size)
        cluster.runOnInterval()
        var run = cluster.takeRun()
        var offering: [Double] = []
        var suppressed: [Double] = []
        for round in 1...5 {
            cluster.giveBack(run, refusingForDays: nil)
            for number in (round - 1) * size.frameworks / 5..<round * size.frameworks / 5 {
                cluster.apply(.suppressOffers(framework: Shape.frameworkID(number), roles: []))
            }
            let seconds = Stopwatch.seconds { cluster.runOnInterval() }
            run = cluster.takeRun()
            if run.bundleCount > 0 { offering.append(seconds) } else { suppressed.append(seconds) }
        }
        let figures = ReferenceFigures.suppressOffers[size]
        return [
            Measurement(
                name: "\(label) run, some left", seconds: offering, offers: size.agents, reference: figures?.offering),
            Measurement(
                name: "\(label) run, none left", seconds: suppressed, offers: 0, reference: figures?.suppressed),
        ]
    }
}
