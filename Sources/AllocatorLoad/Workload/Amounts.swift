/// The resources that this load counts, by the names that the allocator knows them by.
package enum ScalarResource: String, CaseIterable, Sendable {
    case cpus
    /// In MiB.
    case mem
    case gpus
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

    package init(cpus: Int64 = 0, memory: Int64 = 0, gpus: Int64 = 0) {
        self.cpus = cpus
        self.memory = memory
        self.gpus = gpus
    }

    package subscript(resource: ScalarResource) -> Int64 {
        get {
            switch resource {
            case .cpus: cpus
            case .mem: memory
            case .gpus: gpus
            }
        }
        set {
            switch resource {
            case .cpus: cpus = newValue
            case .mem: memory = newValue
            case .gpus: gpus = newValue
            }
        }
    }

    /// Whether none of the amounts is more than that of `other`.
    package func fits(into other: Amounts) -> Bool {
        cpus <= other.cpus && memory <= other.memory && gpus <= other.gpus
    }

    package static func += (left: inout Amounts, right: Amounts) {
        left.cpus += right.cpus
        left.memory += right.memory
        left.gpus += right.gpus
    }

    package static func -= (left: inout Amounts, right: Amounts) {
        left.cpus -= right.cpus
        left.memory -= right.memory
        left.gpus -= right.gpus
    }
}
