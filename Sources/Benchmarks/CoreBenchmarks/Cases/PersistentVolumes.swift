import AllocatorCore

/// Recovers everything and offers it again in one run, six times, on fully reserved agents with a volume.
enum PersistentVolumes {
    /// The selection of shared volumes.
    enum Sharing: String {
        case plain
        case shared
        case mixed

        func isShared(onAgent number: Int) -> Bool {
            switch self {
            case .plain: false
            case .shared: true
            case .mixed: number.isMultiple(of: 2)
            }
        }
    }

    static func measure(_ size: Size, _ sharing: Sharing) -> [Measurement] {
        var cluster = cluster(size, sharing)
        cluster.runOnInterval()
        var run = cluster.takeRun()
        let seconds = (0..<6).map { _ in
            cluster.giveBack(run, refusingForDays: nil)
            let seconds = Stopwatch.seconds { cluster.runOnInterval() }
            run = cluster.takeRun()
            return seconds
        }
        return [
            Measurement(
                name: "PersistentVolumes \(sharing) \(size.agents)x\(size.frameworks)", seconds: seconds,
                offers: run.bundleCount, reference: sharing == .plain ? ReferenceFigures.persistentVolumes[size] : nil)
        ]
    }

    static func cluster(_ size: Size, _ sharing: Sharing) -> PlayedCluster {
        let reservation = [Reservation(kind: .dynamic, role: "test", principal: "principal")]
        var cluster = PlayedCluster()
        let frameworks = (0..<size.frameworks).map {
            Shape.framework($0, role: "test", capabilities: [.multiRole, .sharedResources])
        }
        let agents = (0..<size.agents).map { number in
            let volume = Resource(
                metadata: ResourceMetadata(
                    name: "disk", type: .scalar, reservations: reservation,
                    disk: Disk(
                        persistence: Persistence(id: Name("volume-\(number)"), principal: "principal"),
                        volume: Volume(mode: .readWrite, containerPath: "path")),
                    isShared: sharing.isShared(onAgent: number)),
                amount: .scalar(Quantity(thousandths: 1_024_000)))
            let used =
                Shape.scalars(cpus: 16, mem: 1_024, disk: 1_024, reservations: reservation)
                + [Shape.ports(Shape.halfOfThePorts, reservations: reservation)]
            return Shape.agent(
                number,
                total: Shape.scalars(cpus: 24, mem: 4_096, disk: 3_072, reservations: reservation)
                    + [Shape.ports(Shape.allPorts, reservations: reservation), volume],
                used: used, by: Shape.frameworkID(number % size.frameworks), in: "test")
        }
        cluster.prepare(frameworks + agents)
        return cluster
    }
}

enum PlainVolumes: BenchmarkCase {
    static let name = "PersistentVolumesPlain"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        selection.grid(small: [Size(agents: 1_000, frameworks: 200)])
    }

    static func measure(_ size: Size) -> [Measurement] { PersistentVolumes.measure(size, .plain) }
}

/// A shared volume is offered to every framework in every run, so there are agents times frameworks offers: 100 × 50 by
/// default.
enum SharedVolumes: BenchmarkCase {
    static let name = "PersistentVolumesShared"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        selection.own(small: [Size(agents: 100, frameworks: 50)], full: [Size(agents: 1_000, frameworks: 50)])
    }

    static func measure(_ size: Size) -> [Measurement] { PersistentVolumes.measure(size, .shared) }
}

enum MixedVolumes: BenchmarkCase {
    static let name = "PersistentVolumesMixed"

    static func sizes(_ selection: SizeSelection) -> [Size] { SharedVolumes.sizes(selection) }

    static func measure(_ size: Size) -> [Measurement] { PersistentVolumes.measure(size, .mixed) }
}
