package import AllocatorWire

/// The numbers that publications of a cluster may have: taken from a reserve that is on disk before the first of them is given.
///
/// So a start knows which numbers may have been given, also where the machine lost what came after the last sync.
package struct NumberReserve {
    /// Numbers that are reserved at once. A power cut leaves out as many at the most.
    package static let block: UInt64 = 65_536
    /// Numbers that are left out where the reserve itself may be among what was damaged.
    package static let damageMargin: UInt64 = 1 << 32

    /// The numbers of all streams go on behind this one.
    private let behind: UInt64
    /// No publication has a higher number.
    package private(set) var used: UInt64
    /// The highest number that is reserved on disk; nil until this start of the worker has reserved some.
    private var reserved: UInt64?

    package init(behind: UInt64 = 0, used: UInt64 = 0) {
        self.behind = behind
        self.used = max(behind, used)
    }

    /// Takes numbers for so many publications.
    ///
    /// - Parameter isExact: Whether all that is published is on disk before.
    /// - Returns: what must be on disk before any of them is given; nil where it is already.
    package mutating func take(_ count: UInt64, isExact: Bool) -> WirePublicationNumbers? {
        used += count
        if let reserved, used <= reserved { return nil }
        reserved = used + Self.block
        return message(isExact: isExact)
    }

    /// For a snapshot.
    package func message(isExact: Bool) -> WirePublicationNumbers {
        var message = WirePublicationNumbers()
        message.behind = behind
        message.reserved = reserved ?? used
        message.isExact = isExact
        return message
    }

    /// Where numbers go on behind after a start; nil: behind the last that the journal tells of.
    ///
    /// - Parameters:
    ///   - kept: what the journal says; nil where its version did not.
    ///   - highest: the highest number that the journal tells of.
    ///   - isDamaged: whether something that was written is missing in the journal.
    package static func start(_ kept: WirePublicationNumbers?, highest: UInt64, isDamaged: Bool) -> UInt64? {
        guard highest > 0 || kept != nil || isDamaged else { return nil }
        let known = max(kept?.reserved ?? 0, highest)
        guard let kept, !isDamaged else { return known + damageMargin }
        return kept.isExact ? nil : known
    }
}
