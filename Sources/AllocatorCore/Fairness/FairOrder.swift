/// Clients in fair order: by share, then by the number of allocations received, then by name, compared as bytes
/// (<doc:Allocation#3-The-fair-order>).
///
/// The active clients are kept sorted. A change of one client moves only that client. A change of the cluster's totals
/// changes every share, so the next read recomputes all shares. It sorts only if the clients are then out of order. A
/// few clients that changed in the meantime are moved one by one.
package struct FairOrder<Payload: Sendable>: Sendable {
    package struct Client: Sendable {
        /// The client as its owner knows it.
        package fileprivate(set) var payload: Payload
        package let name: Name
        package var weight: Weight
        package var allocated = Quantities()
        /// The number of allocations received. Recovered resources do not lower it.
        package var count: UInt64 = 0
        package fileprivate(set) var isActive: Bool
        package fileprivate(set) var share = Share.zero
        /// The position among the inactive clients.
        fileprivate var position = 0
    }

    package typealias ClientSlot = Slot<Client>

    /// An active client with a copy of its share, which decides nearly every comparison without a lookup of the client.
    package struct Entry: Sendable {
        package let slot: ClientSlot
        /// The share at the last sort or move of the client.
        fileprivate let share: Share.Approximation
    }

    private var clients = SlotTable<Client, Client>()
    private var active = SortedChunks<Entry>()
    private var inactive: [ClientSlot] = []
    /// Whether the order is invalid for any totals and must be sorted.
    private var isStale = false
    /// The version of the totals that the shares were computed from.
    private var totalsVersion: UInt64 = .max
    /// Active clients that changed after the totals did. All others are in order by their old shares. Empty if
    /// `isStale`.
    private var changed: [ClientSlot] = []
    /// The maximum number of changed clients that are moved one by one. Beyond it, the whole order is sorted.
    private static var mostChanged: Int { 8 }

    /// Whether the order can be searched.
    private var isInOrder: Bool { !isStale && changed.isEmpty }

    package init() {}

    package var isEmpty: Bool { active.isEmpty && inactive.isEmpty }
    package var count: Int { active.count + inactive.count }

    package subscript(slot: ClientSlot) -> Client {
        _read { yield clients[slot] }
    }

    // MARK: Membership

    package mutating func insert(
        _ payload: Payload, name: Name, weight: Weight = .one, isActive: Bool
    ) -> ClientSlot {
        let slot = clients.insert(Client(payload: payload, name: name, weight: weight, isActive: isActive))
        if isActive { insertActive(slot) } else { insertInactive(slot) }
        return slot
    }

    package mutating func remove(_ slot: ClientSlot) {
        if clients[slot].isActive { removeActive(slot) } else { removeInactive(slot) }
        clients.remove(slot)
    }

    package mutating func setActive(_ slot: ClientSlot, _ isActive: Bool) {
        guard clients[slot].isActive != isActive else { return }
        if isActive {
            removeInactive(slot)
            clients[slot].isActive = true
            insertActive(slot)
        } else {
            removeActive(slot)
            clients[slot].isActive = false
            insertInactive(slot)
        }
    }

    /// Inserts an active client. A client that holds nothing gets its place without the totals. Any other is appended,
    /// and the order becomes stale.
    private mutating func insertActive(_ slot: ClientSlot) {
        let holdsNothing = clients[slot].allocated.isEmpty
        if holdsNothing { clients[slot].share = .zero }
        let entry = entry(of: slot)
        if holdsNothing, isInOrder {
            active.insert(entry, at: place(of: entry))
        } else {
            loseOrder()
            active.append(entry)
        }
    }

    private mutating func removeActive(_ slot: ClientSlot) {
        if isInOrder {
            active.remove(at: place(of: entry(of: slot)))
        } else {
            active.removeFirst { $0.slot == slot }
            changed.removeAll { $0 == slot }
        }
    }

    private mutating func loseOrder() {
        isStale = true
        changed.removeAll()
    }

    /// Records that an active client changed after the totals did.
    private mutating func recordChange(of slot: ClientSlot) {
        if isStale || changed.contains(slot) { return }
        if changed.count < Self.mostChanged { changed.append(slot) } else { loseOrder() }
    }

    private func entry(of slot: ClientSlot) -> Entry { Entry(slot: slot, share: clients[slot].share.approximation) }

    /// The place of an active client in the order.
    ///
    /// - Precondition: `isInOrder`.
    private func place(of entry: Entry) -> SortedChunks<Entry>.Location {
        // Most allocations go to the first client.
        if let first = active.first, first.element.slot == entry.slot { return first.location }
        return active.location { !precedes($0, entry) }
    }

    private mutating func insertInactive(_ slot: ClientSlot) {
        clients[slot].position = inactive.count
        inactive.append(slot)
    }

    private mutating func removeInactive(_ slot: ClientSlot) {
        let position = clients[slot].position
        let last = inactive.removeLast()
        guard last != slot else { return }
        inactive[position] = last
        clients[last].position = position
    }

    // MARK: Changes

    package mutating func setWeight(_ weight: Weight, of slot: ClientSlot) {
        clients[slot].weight = weight
        loseOrder()
    }

    package mutating func setCount(_ count: UInt64, of slot: ClientSlot) {
        clients[slot].count = count
        loseOrder()
    }

    package mutating func setPayload(_ payload: Payload, of slot: ClientSlot) { clients[slot].payload = payload }

    /// Changes the holdings of a client, or its number of allocations.
    ///
    /// - Returns: Whether the order may have changed.
    /// - Complexity: O(√*n*) in the active clients, with a small constant.
    @discardableResult
    package mutating func update(_ slot: ClientSlot, _ totals: FairTotals, _ change: (inout Client) -> Void) -> Bool {
        let old = clients[slot].isActive ? entry(of: slot) : nil
        guard let old, isInOrder, totalsVersion == totals.version else {
            change(&clients[slot])
            if old != nil { recordChange(of: slot) }
            return old != nil
        }
        let start = place(of: old)
        change(&clients[slot])
        let entry = Entry(slot: slot, share: Self.refreshShare(of: &clients[slot], totals))
        if let before = active.element(before: start), !precedes(before, entry) { return move(entry, from: start) }
        if let after = active.element(after: start), precedes(after, entry) { return move(entry, from: start) }
        active.replace(at: start, with: entry)
        return false
    }

    private mutating func move(_ entry: Entry, from start: SortedChunks<Entry>.Location) -> Bool {
        active.remove(at: start)
        active.insert(entry, at: active.location { !precedes($0, entry) })
        return true
    }

    private static func refreshShare(of client: inout Client, _ totals: FairTotals) -> Share.Approximation {
        client.share = Share(of: client.allocated, in: totals, weight: client.weight)
        return client.share.approximation
    }

    // MARK: Order

    private func precedes(_ left: Entry, _ right: Entry) -> Bool {
        switch left.share.compare(to: right.share) {
        case 0: Self.precedes(clients[left.slot], clients[right.slot])
        case let comparison: comparison < 0
        }
    }

    package static func precedes(_ left: Client, _ right: Client) -> Bool {
        let comparison = left.share.compare(to: right.share)
        if comparison != 0 { return comparison < 0 }
        if left.count != right.count { return left.count < right.count }
        return left.name < right.name
    }

    /// Whether the order has to be sorted before it is read.
    package func needsSort(_ totals: FairTotals) -> Bool { !isInOrder || totalsVersion != totals.version }

    /// Updates the shares and the order.
    ///
    /// - Complexity: O(1) if nothing is stale. O(*n*) in the active clients if at most a few are out of order.
    ///   Otherwise O(*n* log *n*).
    package mutating func sort(_ totals: FairTotals) {
        guard needsSort(totals) else { return }
        var entries = SortedChunks<Entry>()
        swap(&entries, &active)
        entries.replaceEach { entry in
            Entry(slot: entry.slot, share: Self.refreshShare(of: &clients[entry.slot], totals))
        }
        putBack(changed, in: &entries)
        if !entries.isSorted(by: precedes) { entries.replaceAll(with: entries.chunks.joined().sorted(by: precedes)) }
        active = entries
        isStale = false
        changed.removeAll()
        totalsVersion = totals.version
    }

    /// Moves changed clients to their places. The caller checks the whole order afterwards, since the others may be out
    /// of order too.
    private func putBack(_ changed: [ClientSlot], in entries: inout SortedChunks<Entry>) {
        for slot in changed { entries.removeFirst { $0.slot == slot } }
        for slot in changed {
            let entry = entry(of: slot)
            entries.insert(entry, at: entries.location { !precedes($0, entry) })
        }
    }

    /// A snapshot of the active clients, in order if the order is sorted.
    package var activeClients: some Collection<ClientSlot> { active.chunks.joined().lazy.map(\.slot) }

    /// The active clients as consecutive lists.
    package var activeChunks: [[Entry]] { active.chunks }

    /// The rank of a client among the active ones, starting at 1.
    ///
    /// - Precondition: The order is sorted.
    /// - Returns: `nil` for an inactive client.
    package func position(of slot: ClientSlot) -> Int? {
        guard clients[slot].isActive else { return nil }
        precondition(isInOrder, "the order is sorted before positions are read")
        return active.offset(of: place(of: entry(of: slot))) + 1
    }

    package var hasActiveClients: Bool { !active.isEmpty }

    /// All clients, the active ones first.
    package var allClients: [ClientSlot] { Array(activeClients) + inactive }

    package func payload(at slot: ClientSlot) -> Payload { clients[slot].payload }
}
