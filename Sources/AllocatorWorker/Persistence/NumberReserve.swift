package import AllocatorWire

/// The publication numbers of a cluster. They come from a reserve that is on disk before the first of them is used.
///
/// So a start knows which numbers may have been used, even after a power cut that lost the commits since the last sync.
package struct NumberReserve {
    /// The size of a reserve. A power cut leaves a gap of at most as many numbers.
    package static let block: UInt64 = 65_536
    /// The gap that is left if the record of the reserve may be among the damaged parts of a journal.
    package static let damageMargin: UInt64 = 1 << 32

    /// All streams are numbered from above this number.
    private let behind: UInt64
    /// An upper bound of the numbers used so far.
    package private(set) var used: UInt64
    /// The highest number that is reserved on disk, or `nil` until this process has reserved some.
    private var reserved: UInt64?

    package init(behind: UInt64 = 0, used: UInt64 = 0) {
        self.behind = behind
        self.used = max(behind, used)
    }

    /// Reserves numbers for publications.
    ///
    /// - Parameter isExact: Whether publications are on disk before they are sent.
    /// - Returns: The record that must be on disk before any of the numbers is used, or `nil` if the reserve suffices.
    package mutating func reserve(_ count: UInt64, isExact: Bool) -> WirePublicationNumbers? {
        used += count
        if let reserved, used <= reserved { return nil }
        reserved = used + Self.block
        return message(isExact: isExact)
    }

    /// The record of the reserve, as a snapshot holds it.
    package func message(isExact: Bool) -> WirePublicationNumbers {
        var message = WirePublicationNumbers()
        message.behind = behind
        message.reserved = reserved ?? used
        message.isExact = isExact
        return message
    }

    /// The number above which publications are numbered after a start.
    ///
    /// - Parameters:
    ///   - kept: The newest record in the journal, or `nil` if the version that wrote it had none.
    ///   - highest: The highest number found in the journal.
    ///   - isDamaged: Whether something that was written is missing from the journal.
    /// - Returns: The number, or `nil` if the numbers continue from the highest one.
    package static func start(_ kept: WirePublicationNumbers?, highest: UInt64, isDamaged: Bool) -> UInt64? {
        guard highest > 0 || kept != nil || isDamaged else { return nil }
        let known = max(kept?.reserved ?? 0, highest)
        guard let kept, !isDamaged else { return known + damageMargin }
        return kept.isExact ? nil : known
    }
}
