/// The interned kinds of resources, and the names of resources.
package struct ResourceKindTable: Sendable {
    private var records = SlotTable<Record, Record>()
    private var kinds: [ResourceMetadata: ResourceKind] = [:]
    /// The plain kinds, six for each name (`plainPosition`), which are looked up far more often than the others.
    private var plainKinds: [ResourceKind?] = []
    package private(set) var names = NameTable()
    /// A cache of the kinds of recently used plain metadata, searched by object identity.
    ///
    /// Most events of a stream share the same few metadata objects.
    private var latest: [Known] = []
    private static let latestCount = 12
    /// The maximum number of entries of one kind. Totals and used resources may be decoded to two objects.
    private static let latestCountOfKind = 2
    /// The role that each kind is reserved to, by the index of the kind.
    private var reservationRoles: [RoleSlot?] = []
    /// The metadata of each kind, shared with offers that have not been encoded yet.
    package private(set) var metadata = ChunkedList<ResourceMetadata>()

    /// The kinds that `intern` has added since the last `keepAdded` or `removeAdded`.
    package private(set) var added: [ResourceKind] = []

    private struct Record: Sendable {
        var kind: ResourceKind
        var metadata: ResourceMetadata
    }

    private struct Known: Sendable {
        let identifier: ObjectIdentifier
        let kind: ResourceKind
        /// Retained, so that the identifier is not reused for another object.
        let metadata: ResourceMetadata
    }

    package init() {}

    package var count: Int { records.count }

    package subscript(kind: ResourceKind) -> ResourceMetadata { records[Slot(kind.index)].metadata }

    /// The role that a kind is reserved to.
    ///
    /// - Returns: `nil` if and only if the kind is unreserved.
    package func reservationRole(of kind: ResourceKind) -> RoleSlot? { reservationRoles[kind.index] }

    package func kind(of metadata: ResourceMetadata) -> ResourceKind? {
        guard metadata.isPlain else { return kinds[metadata] }
        guard let name = names.number(of: metadata.name) else { return nil }
        let position = Self.plainPosition(of: metadata, name)
        return position < plainKinds.count ? plainKinds[position] : nil
    }

    /// Returns the kind of `metadata`, from the cache if the same object was looked up recently.
    package mutating func kind(remembering metadata: ResourceMetadata) -> ResourceKind? {
        let identifier = ObjectIdentifier(metadata)
        for position in latest.indices where latest[position].identifier == identifier { return latest[position].kind }
        guard let kind = kind(of: metadata) else { return nil }
        if metadata.isPlain { remember(Known(identifier: identifier, kind: kind, metadata: metadata)) }
        return kind
    }

    /// Adds an entry to the cache. If the kind already has its maximum of entries, its oldest one is evicted.
    /// Otherwise, a full cache evicts its oldest entry.
    ///
    /// So objects that are looked up only once cannot evict the entries of other kinds.
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

    /// The number of kinds that `intern` would add for `metadata`. It is 2 if neither the metadata nor its identity is
    /// known.
    package func missingKinds(of metadata: ResourceMetadata) -> Int {
        if kind(of: metadata) != nil { return 0 }
        let identity = metadata.identity
        return identity == metadata || kinds[identity] != nil ? 1 : 2
    }

    /// Returns the kind of `metadata`, which is added if it is new.
    ///
    /// - Parameter reservationRole: The role that `metadata` is reserved to, or `nil` if and only if it is unreserved.
    package mutating func intern(_ metadata: ResourceMetadata, reservationRole: RoleSlot?) -> ResourceKind {
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

    /// Commits the kinds that `intern` has added.
    package mutating func keepAdded() {
        if !added.isEmpty { added.removeAll() }
    }

    /// Removes the kinds that `intern` has added, and all names after the first `nameCount`. Nothing may refer to them.
    ///
    /// - Complexity: Linear in their number.
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

    private mutating func setReservationRole(_ role: RoleSlot?, at index: Int) {
        if index == reservationRoles.count {
            reservationRoles.append(role)
        } else {
            reservationRoles[index] = role
        }
    }

    /// Removes every kind that is neither in `used` nor the identity of a kind in `used`.
    package mutating func keep(only used: Set<ResourceKind>) {
        latest.removeAll()
        let needed = Set(used.map(\.index)).union(used.map(\.identityIndex))
        for kind in inUse where !needed.contains(kind.index) { remove(kind) }
    }

    /// The kinds in use, in ascending order of their indices.
    package var inUse: [ResourceKind] { records.slots.map { records[$0].kind } }
}
