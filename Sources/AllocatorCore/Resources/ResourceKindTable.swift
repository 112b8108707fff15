/// The kinds in use and the names of resources.
package struct ResourceKindTable: Sendable {
    private var kinds = SlotTable<ResourceKind>()
    private var slots: [ResourceMetadata: Slot<ResourceKind>] = [:]
    /// Where the plain kinds are, six to a name (`plainPosition`), which are looked up far more often than the others.
    private var plainSlots: [Slot<ResourceKind>?] = []
    package private(set) var names = NameTable()
    /// Plain metadata that was looked up lately, found again by identity: most of a stream are the same few objects again and
    /// again.
    private var latest: [Known] = []
    private static let latestCount = 12
    /// Of one kind: what agents have in total and what is used of it may be of two makings.
    private static let latestCountOfKind = 2
    /// The facts of each slot, apart from the metadata: they are read for every entry of every sum.
    private var facts: [ResourceKind.Facts] = []
    /// The metadata of each slot, for what is offered to hold on to.
    package private(set) var metadata = ChunkedList<ResourceMetadata>()

    /// The kinds that `intern` has made since the last `keepAdded` or `removeAdded`.
    package private(set) var added: [Slot<ResourceKind>] = []

    private struct Known: Sendable {
        let identifier: ObjectIdentifier
        let slot: Slot<ResourceKind>
        /// Held, so that no other one gets its identifier.
        let metadata: ResourceMetadata
    }

    package init() {}

    package var count: Int { kinds.count }

    package subscript(slot: Slot<ResourceKind>) -> ResourceMetadata { kinds[slot].metadata }

    package func facts(of slot: Slot<ResourceKind>) -> ResourceKind.Facts { facts[slot.index] }

    package func traits(of slot: Slot<ResourceKind>) -> ResourceKind.Traits { facts[slot.index].traits }

    package func name(of slot: Slot<ResourceKind>) -> Int { Int(facts[slot.index].name) }

    /// Whether the two differ in nothing that counts.
    package func areEqual(_ left: Slot<ResourceKind>, _ right: Slot<ResourceKind>) -> Bool {
        left == right || facts[left.index].identity == facts[right.index].identity
    }

    package func slot(of metadata: ResourceMetadata) -> Slot<ResourceKind>? {
        guard metadata.isPlain else { return slots[metadata] }
        guard let name = names.number(of: metadata.name) else { return nil }
        let position = Self.plainPosition(of: metadata, name)
        return position < plainSlots.count ? plainSlots[position] : nil
    }

    /// The same, found sooner where the very object is asked for again.
    package mutating func slot(remembering metadata: ResourceMetadata) -> Slot<ResourceKind>? {
        let identifier = ObjectIdentifier(metadata)
        for position in latest.indices where latest[position].identifier == identifier { return latest[position].slot }
        guard let slot = slot(of: metadata) else { return nil }
        if metadata.isPlain { remember(Known(identifier: identifier, slot: slot, metadata: metadata)) }
        return slot
    }

    /// Where there is no room, in the place of the oldest of its kind: objects that never come again push out no others.
    private mutating func remember(_ known: Known) {
        let isKindFull = latest.count(where: { $0.slot == known.slot }) == Self.latestCountOfKind
        if isKindFull, let oldest = latest.firstIndex(where: { $0.slot == known.slot }) {
            latest.remove(at: oldest)
        } else if latest.count == Self.latestCount {
            latest.removeFirst()
        }
        latest.append(known)
    }

    private static func plainPosition(of metadata: ResourceMetadata, _ name: Int) -> Int {
        6 * name + 2 * Int(metadata.type.rawValue) + (metadata.isRevocable ? 1 : 0)
    }

    private mutating func setPlainSlot(_ slot: Slot<ResourceKind>?, of metadata: ResourceMetadata, _ name: Int) {
        let position = Self.plainPosition(of: metadata, name)
        if position >= plainSlots.count {
            plainSlots.append(contentsOf: repeatElement(nil, count: position + 1 - plainSlots.count))
        }
        plainSlots[position] = slot
    }

    package mutating func intern(name: Name) -> Int { names.intern(name) }

    /// How many kinds `intern` would have to make for `metadata`: two where neither it nor its identity is known.
    package func missingKinds(of metadata: ResourceMetadata) -> Int {
        if slot(of: metadata) != nil { return 0 }
        let identity = metadata.identity
        return identity == metadata || slots[identity] != nil ? 1 : 2
    }

    /// The kind of `metadata`, made where there was none.
    ///
    /// - Parameter reservationRole: the role that `metadata` is reserved to, nil exactly where it is unreserved.
    package mutating func intern(_ metadata: ResourceMetadata, reservationRole: Slot<Role>?) -> Slot<ResourceKind> {
        if let slot = slot(of: metadata) { return slot }
        let identity = metadata.identity
        // A kind that is its own identity gets its slot first and then names itself.
        let known =
            identity === metadata || identity == metadata
            ? nil : intern(identity, reservationRole: reservationRole)
        let name = Int32(names.intern(metadata.name))
        var facts = ResourceKind.Facts(
            identity: known ?? Slot(0), name: name, reservationRole: reservationRole,
            traits: ResourceKind.Traits(metadata))
        let slot = kinds.insert(ResourceKind(metadata: metadata, facts: facts))
        if known == nil { facts.identity = slot }
        kinds[slot] = ResourceKind(metadata: metadata, facts: facts)
        slots[metadata] = slot
        if metadata.isPlain { setPlainSlot(slot, of: metadata, Int(name)) }
        setFacts(facts, at: slot)
        self.metadata.set(metadata, at: slot.index)
        added.append(slot)
        return slot
    }

    /// Keeps the kinds that `intern` has made.
    package mutating func keepAdded() {
        if !added.isEmpty { added.removeAll() }
    }

    /// Forgets the kinds that `intern` has made, to which nothing may refer, and the names beyond the first `nameCount`.
    ///
    /// - Complexity: linear in their number.
    package mutating func removeAdded(nameCount: Int) {
        if !added.isEmpty {
            latest.removeAll()
            for slot in added.reversed() { remove(slot) }
            added.removeAll()
        }
        names.keepFirst(nameCount)
    }

    private mutating func remove(_ slot: Slot<ResourceKind>) {
        let metadata = kinds[slot].metadata
        slots[metadata] = nil
        if metadata.isPlain { setPlainSlot(nil, of: metadata, Int(facts[slot.index].name)) }
        kinds.remove(slot)
    }

    private mutating func setFacts(_ new: ResourceKind.Facts, at slot: Slot<ResourceKind>) {
        if slot.index == facts.count {
            facts.append(new)
        } else {
            facts[slot.index] = new
        }
    }

    /// Forgets every kind that is not in `used` nor the identity of one that is.
    package mutating func keep(only used: Set<Slot<ResourceKind>>) {
        latest.removeAll()
        let needed = used.union(used.map { facts[$0.index].identity })
        for slot in Array(kinds.slots) where !needed.contains(slot) { remove(slot) }
    }

    /// The slots in use, ascending.
    package var inUse: [Slot<ResourceKind>] { Array(kinds.slots) }
}
