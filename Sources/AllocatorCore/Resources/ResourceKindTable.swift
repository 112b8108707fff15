/// The kinds in use and the names of resources.
package struct ResourceKindTable: Sendable {
    private var records = SlotTable<Record>()
    private var kinds: [ResourceMetadata: ResourceKind] = [:]
    /// The plain kinds, six to a name (`plainPosition`): they are looked up far more often than the others.
    private var plainKinds: [ResourceKind?] = []
    package private(set) var names = NameTable()
    /// Plain metadata that was looked up lately, found again by identity: most of a stream are the same few objects again and
    /// again.
    private var latest: [Known] = []
    private static let latestCount = 12
    /// Of one kind: what agents have in total and what is used of it may be of two makings.
    private static let latestCountOfKind = 2
    /// The role that each kind is reserved to, by its index.
    private var reservationRoles: [Slot<Role>?] = []
    /// The metadata of each slot, for what is offered to hold on to.
    package private(set) var metadata = ChunkedList<ResourceMetadata>()

    /// The kinds that `intern` has made since the last `keepAdded` or `removeAdded`.
    package private(set) var added: [ResourceKind] = []

    private struct Record: Sendable {
        var kind: ResourceKind
        var metadata: ResourceMetadata
    }

    private struct Known: Sendable {
        let identifier: ObjectIdentifier
        let kind: ResourceKind
        /// Held, so that no other one gets its identifier.
        let metadata: ResourceMetadata
    }

    package init() {}

    package var count: Int { records.count }

    package subscript(kind: ResourceKind) -> ResourceMetadata { records[Slot(kind.index)].metadata }

    /// The role that a kind is reserved to.
    ///
    /// - Returns: `nil` exactly where the kind is unreserved.
    package func reservationRole(of kind: ResourceKind) -> Slot<Role>? { reservationRoles[kind.index] }

    package func kind(of metadata: ResourceMetadata) -> ResourceKind? {
        guard metadata.isPlain else { return kinds[metadata] }
        guard let name = names.number(of: metadata.name) else { return nil }
        let position = Self.plainPosition(of: metadata, name)
        return position < plainKinds.count ? plainKinds[position] : nil
    }

    /// The same, found sooner where the very object is asked for again.
    package mutating func kind(remembering metadata: ResourceMetadata) -> ResourceKind? {
        let identifier = ObjectIdentifier(metadata)
        for position in latest.indices where latest[position].identifier == identifier { return latest[position].kind }
        guard let kind = kind(of: metadata) else { return nil }
        if metadata.isPlain { remember(Known(identifier: identifier, kind: kind, metadata: metadata)) }
        return kind
    }

    /// Where there is no room, in the place of the oldest of its kind: objects that never come again push out no others.
    private mutating func remember(_ known: Known) {
        let isKindFull = latest.count(where: { $0.kind == known.kind }) == Self.latestCountOfKind
        if isKindFull, let oldest = latest.firstIndex(where: { $0.kind == known.kind }) {
            latest.remove(at: oldest)
        } else if latest.count == Self.latestCount {
            latest.removeFirst()
        }
        latest.append(known)
    }

    private static func plainPosition(of metadata: ResourceMetadata, _ name: Int) -> Int {
        6 * name + 2 * Int(metadata.type.rawValue) + (metadata.isRevocable ? 1 : 0)
    }

    private mutating func setPlainKind(_ kind: ResourceKind?, of metadata: ResourceMetadata, _ name: Int) {
        let position = Self.plainPosition(of: metadata, name)
        if position >= plainKinds.count {
            plainKinds.append(contentsOf: repeatElement(nil, count: position + 1 - plainKinds.count))
        }
        plainKinds[position] = kind
    }

    package mutating func intern(name: Name) -> Int { names.intern(name) }

    /// How many kinds `intern` would have to make for `metadata`: two where neither it nor its identity is known.
    package func missingKinds(of metadata: ResourceMetadata) -> Int {
        if kind(of: metadata) != nil { return 0 }
        let identity = metadata.identity
        return identity == metadata || kinds[identity] != nil ? 1 : 2
    }

    /// The kind of `metadata`, made where there was none.
    ///
    /// - Parameter reservationRole: the role that `metadata` is reserved to, nil exactly where it is unreserved.
    package mutating func intern(_ metadata: ResourceMetadata, reservationRole: Slot<Role>?) -> ResourceKind {
        if let kind = kind(of: metadata) { return kind }
        let identity = metadata.identity
        let other =
            identity === metadata || identity == metadata
            ? nil : intern(identity, reservationRole: reservationRole)
        let name = names.intern(metadata.name)
        let index = records.nextSlot.index
        let kind = ResourceKind(
            slot: index, identity: other?.identityIndex ?? index, name: name, traits: ResourceKind.Traits(metadata))
        records.insert(Record(kind: kind, metadata: metadata))
        kinds[metadata] = kind
        if metadata.isPlain { setPlainKind(kind, of: metadata, name) }
        setReservationRole(reservationRole, at: index)
        self.metadata.set(metadata, at: index)
        added.append(kind)
        return kind
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
            for kind in added.reversed() { remove(kind) }
            added.removeAll()
        }
        names.keepFirst(nameCount)
    }

    private mutating func remove(_ kind: ResourceKind) {
        let slot = Slot<Record>(kind.index)
        let metadata = records[slot].metadata
        kinds[metadata] = nil
        if metadata.isPlain { setPlainKind(nil, of: metadata, kind.name) }
        records.remove(slot)
    }

    private mutating func setReservationRole(_ role: Slot<Role>?, at index: Int) {
        if index == reservationRoles.count {
            reservationRoles.append(role)
        } else {
            reservationRoles[index] = role
        }
    }

    /// Forgets every kind that is not in `used` nor the identity of one that is.
    package mutating func keep(only used: Set<ResourceKind>) {
        latest.removeAll()
        let needed = Set(used.map(\.index)).union(used.map(\.identityIndex))
        for kind in inUse where !needed.contains(kind.index) { remove(kind) }
    }

    /// The kinds in use, in ascending order of their indices.
    package var inUse: [ResourceKind] { records.slots.map { records[$0].kind } }
}
