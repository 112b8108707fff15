/// A scalar resource, identified by its name.
package struct ScalarResource: Hashable, Comparable, Sendable {
    package let name: String

    package init(_ name: String) { self.name = name }

    package static let cpus = ScalarResource("cpus")
    /// Memory, in MiB.
    package static let mem = ScalarResource("mem")
    package static let gpus = ScalarResource("gpus")

    /// The resources that every workload has.
    package static let common = [cpus, mem, gpus]
    /// The maximum number of other resources in a workload.
    package static let maximumFurther = 16

    package static func < (left: ScalarResource, right: ScalarResource) -> Bool { left.name < right.name }
}

/// Amounts of resources in thousandths. This is the precision of the allocator, so conversions lose nothing.
package struct Amounts: Hashable, Sendable {
    /// The maximum amount of one resource of a machine or request, in thousandths: a million CPUs, a million GPUs or a
    /// petabyte of memory. Sums over a whole workload fit into an `Int64`.
    package static let maximum: Int64 = 1_000_000_000_000

    package static let zero = Amounts()

    package var cpus: Int64
    package var memory: Int64
    package var gpus: Int64
    /// The nonzero amounts of all other resources.
    package private(set) var further: [ScalarResource: Int64] = [:]

    package init(cpus: Int64 = 0, memory: Int64 = 0, gpus: Int64 = 0, further: [ScalarResource: Int64] = [:]) {
        self.cpus = cpus
        self.memory = memory
        self.gpus = gpus
        for (resource, amount) in further { self[resource] = amount }
    }

    /// The common resources, then the others with a nonzero amount, sorted by name.
    package var resources: [ScalarResource] {
        further.isEmpty ? ScalarResource.common : ScalarResource.common + further.keys.sorted()
    }

    package subscript(resource: ScalarResource) -> Int64 {
        get {
            switch resource {
            case .cpus: cpus
            case .mem: memory
            case .gpus: gpus
            default: further[resource] ?? 0
            }
        }
        set {
            switch resource {
            case .cpus: cpus = newValue
            case .mem: memory = newValue
            case .gpus: gpus = newValue
            default: further[resource] = newValue == 0 ? nil : newValue
            }
        }
    }

    /// Whether no amount exceeds that of `other`.
    package func fits(into other: Amounts) -> Bool {
        cpus <= other.cpus && memory <= other.memory && gpus <= other.gpus
            && (further.isEmpty || further.allSatisfy { $1 <= other[$0] })
    }

    package static func += (left: inout Amounts, right: Amounts) {
        left.cpus += right.cpus
        left.memory += right.memory
        left.gpus += right.gpus
        for (resource, amount) in right.further { left[resource] += amount }
    }

    package static func -= (left: inout Amounts, right: Amounts) {
        left.cpus -= right.cpus
        left.memory -= right.memory
        left.gpus -= right.gpus
        for (resource, amount) in right.further { left[resource] -= amount }
    }
}
