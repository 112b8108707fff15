/// A scalar resource, by the name that the allocator knows it by.
package struct ScalarResource: Hashable, Comparable, Sendable {
    package let name: String

    package init(_ name: String) { self.name = name }

    package static let cpus = ScalarResource("cpus")
    /// In MiB.
    package static let mem = ScalarResource("mem")
    package static let gpus = ScalarResource("gpus")

    /// What every workload counts.
    package static let common = [cpus, mem, gpus]
    /// Others that one workload counts at most.
    package static let maximumFurther = 16

    package static func < (left: ScalarResource, right: ScalarResource) -> Bool { left.name < right.name }
}

/// How much of each resource a machine has, a request asks for or an offer holds, in thousandths: the precision that the
/// allocator decides at, so that nothing is lost or gained on the way.
package struct Amounts: Hashable, Sendable {
    /// The largest amount that is read for one machine or request, in thousandths: a million CPUs, a million GPUs or
    /// a petabyte of memory. The sums over all of them stay within an `Int64`.
    package static let maximum: Int64 = 1_000_000_000_000

    package static let zero = Amounts()

    package var cpus: Int64
    package var memory: Int64
    package var gpus: Int64
    /// Of all others. None is zero.
    package private(set) var further: [ScalarResource: Int64] = [:]

    package init(cpus: Int64 = 0, memory: Int64 = 0, gpus: Int64 = 0, further: [ScalarResource: Int64] = [:]) {
        self.cpus = cpus
        self.memory = memory
        self.gpus = gpus
        for (resource, amount) in further { self[resource] = amount }
    }

    /// The common resources, then the further ones of which there is some, by name.
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

    /// Whether none of the amounts is more than that of `other`.
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
