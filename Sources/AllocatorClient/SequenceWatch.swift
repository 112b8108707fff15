package import AllocatorWire

/// Notices lost publications by the gaps in their numbers. For whoever receives all of a cluster, kind and master: who
/// receives a part of them sees gaps that are none.
package struct SequenceWatch: Sendable {
    private var last: [Topic.Kind: UInt64] = [:]

    /// Publications that were lost so far.
    package private(set) var lost: UInt64 = 0

    package init() {}

    /// Takes note of a publication; all of them are of one cluster and master.
    package mutating func note(_ sequence: UInt64, of kind: Topic.Kind) {
        if let last = last[kind], sequence > last + 1 { lost += sequence - last - 1 }
        last[kind] = sequence
    }
}
