/// Clients in fair order: by share, then by how many allocations they have received, then by name, as bytes
/// (<doc:Allocation#3-The-fair-order>).
///
/// The active clients are sorted by what is kept of each; while nothing is stale that is what they are due. One change of
/// one client moves that client. A change of the cluster's totals, which changes every share, has all shares worked out anew
/// the next time that the order is asked for: sorted is only what is out of order then, and a few clients that have changed
/// meanwhile are put back one by one.
package struct FairOrder<Payload: Sendable>: Sendable {
    package struct Client: Sendable {
        /// The client as its owner knows it.
        package fileprivate(set) var payload: Payload
        package let name: Name
        package var weight: Weight
        package var allocated = Quantities()
        /// How many allocations it has received. Taking back does not lower it.
        package var count: UInt64 = 0
        package fileprivate(set) var isActive: Bool
        package fileprivate(set) var share = Share.zero
        /// Where it is among the inactive ones.
        fileprivate var position = 0
    }

    package typealias ClientSlot = Slot<Client>

    /// An active client with its share at hand, which decides nearly always: what is looked for or sorted is then found without
    /// a look at the clients.
    package struct Entry: Sendable {
        package let slot: ClientSlot
        /// As it was when nothing was stale.
        fileprivate let share: Share.Approximation
    }

    private var clients = SlotTable<Client>()
    private var active = SortedChunks<Entry>()
    private var inactive: [ClientSlot] = []
    /// Whether the order is no longer that of any totals.
    private var isStale = false
    /// The totals that the shares are of.
    private var totalsVersion: UInt64 = .max
    /// Active clients that have changed since the last sort, while the totals were others: all but these are in order by the
    /// shares that they had. Empty where `isStale`.
    private var changed: [ClientSlot] = []
    /// So many at the most are put back one by one; where more have changed, the whole order is sorted.
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

    /// Puts a client among the active ones: where it belongs as long as it holds nothing, whatever the totals.
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

    /// Notes that an active client has changed while the totals are others than those of the order.
    private mutating func noteChange(of slot: ClientSlot) {
        if isStale || changed.contains(slot) { return }
        if changed.count < Self.mostChanged { changed.append(slot) } else { loseOrder() }
    }

    private func entry(of slot: ClientSlot) -> Entry { Entry(slot: slot, share: clients[slot].share.approximation) }

    /// Where an active client is, or belongs, as long as the order can be searched (`isInOrder`).
    private func place(of entry: Entry) -> SortedChunks<Entry>.Location {
        // Who is given something is mostly the one whose turn it is.
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

    /// Changes what a client holds, and how often it was given something.
    ///
    /// - Returns: whether the order may have changed.
    /// - Complexity: O(√*n*) in the active clients, and little of it.
    @discardableResult
    package mutating func update(_ slot: ClientSlot, _ totals: FairTotals, _ change: (inout Client) -> Void) -> Bool {
        let old = clients[slot].isActive ? entry(of: slot) : nil
        guard let old, isInOrder, totalsVersion == totals.version else {
            change(&clients[slot])
            if old != nil { noteChange(of: slot) }
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

    @inline(__always)
    package static func precedes(_ left: Client, _ right: Client) -> Bool {
        let comparison = left.share.compare(to: right.share)
        if comparison != 0 { return comparison < 0 }
        if left.count != right.count { return left.count < right.count }
        return left.name < right.name
    }

    /// Whether the order has to be sorted before it is read.
    package func needsSort(_ totals: FairTotals) -> Bool { !isInOrder || totalsVersion != totals.version }

    /// Brings shares and order up to date.
    ///
    /// - Complexity: O(1) where nothing is stale, O(*n*) in the active clients where they are in order nevertheless, or all but
    ///   a few are, else O(*n* log *n*).
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

    /// Takes clients out and puts them in where they belong. Where the others are not in order, that means nothing: who calls
    /// this checks the whole and sorts it.
    private func putBack(_ changed: [ClientSlot], in entries: inout SortedChunks<Entry>) {
        for slot in changed { entries.removeFirst { $0.slot == slot } }
        for slot in changed {
            let entry = entry(of: slot)
            entries.insert(entry, at: entries.location { !precedes($0, entry) })
        }
    }

    /// The active clients, in order once sorted. What was read stays as it was read, whatever happens to the order.
    package var activeClients: some Collection<ClientSlot> { active.chunks.joined().lazy.map(\.slot) }

    /// The active clients as lists to be read one after the other.
    package var activeChunks: [[Entry]] { active.chunks }

    /// Where an active client stands, from 1; nil for one that is not active.
    ///
    /// - Precondition: the order is sorted.
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
