/// Clients in fair order: by share, then by how many allocations they have received, then by name, as bytes
/// (`allocation.md` §3).
///
/// Two invariants hold for `order`: the active clients come first; and while nothing is stale they are sorted. One change
/// of one client moves that client; a change of the cluster's totals, which changes every share, has the whole order
/// sorted again the next time that it is asked for.
struct FairOrder<Key: Hashable & Sendable>: Sendable {
    struct Client: Sendable {
        let key: Key
        let name: Name
        var weight: Weight
        var allocated = Quantities()
        /// How many allocations it has received. Taking back does not lower it.
        var count: UInt64 = 0
        fileprivate(set) var isActive: Bool
        fileprivate(set) var share = Share.zero
        fileprivate var position = 0
    }

    typealias ClientSlot = Slot<Client>

    private var clients = SlotTable<Client>()
    private var order: [ClientSlot] = []
    private var activeCount = 0
    private var isStale = false
    private var totalsVersion: UInt64 = .max

    var isEmpty: Bool { order.isEmpty }
    var count: Int { order.count }

    subscript(slot: ClientSlot) -> Client {
        _read { yield clients[slot] }
    }

    // MARK: Membership

    mutating func insert(_ key: Key, name: Name, weight: Weight = .one, isActive: Bool) -> ClientSlot {
        let slot = clients.insert(Client(key: key, name: name, weight: weight, isActive: isActive))
        order.append(slot)
        clients[slot].position = order.count - 1
        if isActive {
            move(slot, to: activeCount)
            activeCount += 1
            isStale = true
        }
        return slot
    }

    mutating func remove(_ slot: ClientSlot) {
        let position = clients[slot].position
        if clients[slot].isActive { activeCount -= 1 }
        order.remove(at: position)
        for later in position..<order.count { clients[order[later]].position = later }
        clients.remove(slot)
    }

    mutating func setActive(_ slot: ClientSlot, _ isActive: Bool) {
        guard clients[slot].isActive != isActive else { return }
        clients[slot].isActive = isActive
        if isActive {
            move(slot, to: activeCount)
            activeCount += 1
            isStale = true
        } else {
            activeCount -= 1
            move(slot, to: activeCount)
        }
    }

    /// Moves a client to `target`, those between making room in their order.
    private mutating func move(_ slot: ClientSlot, to target: Int) {
        var position = clients[slot].position
        while position != target {
            let next = position < target ? position + 1 : position - 1
            order.swapAt(position, next)
            clients[order[position]].position = position
            position = next
        }
        clients[slot].position = target
    }

    // MARK: Changes

    mutating func setWeight(_ weight: Weight, of slot: ClientSlot) {
        clients[slot].weight = weight
        isStale = true
    }

    mutating func setCount(_ count: UInt64, of slot: ClientSlot) {
        clients[slot].count = count
        isStale = true
    }

    /// Changes what a client holds, and how often it was given something.
    ///
    /// - Returns: whether the order may have changed.
    @discardableResult
    mutating func update(_ slot: ClientSlot, _ totals: FairTotals, _ change: (inout Client) -> Void) -> Bool {
        change(&clients[slot])
        guard clients[slot].isActive else { return false }
        guard !isStale, totalsVersion == totals.version else {
            isStale = true
            return true
        }
        refreshShare(of: slot, totals)
        return settle(slot)
    }

    private mutating func refreshShare(of slot: ClientSlot, _ totals: FairTotals) {
        clients[slot].share = Share(of: clients[slot].allocated, in: totals, weight: clients[slot].weight)
    }

    /// Moves one client whose key has changed to where it belongs.
    private mutating func settle(_ slot: ClientSlot) -> Bool {
        let start = clients[slot].position
        var position = start
        while position > 0, precedes(slot, order[position - 1]) { position -= 1 }
        if position == start {
            while position + 1 < activeCount, precedes(order[position + 1], slot) { position += 1 }
        }
        move(slot, to: position)
        return position != start
    }

    // MARK: Order

    private func precedes(_ left: ClientSlot, _ right: ClientSlot) -> Bool {
        Self.precedes(clients[left], clients[right])
    }

    static func precedes(_ left: Client, _ right: Client) -> Bool {
        let comparison = left.share.compare(to: right.share)
        if comparison != 0 { return comparison < 0 }
        if left.count != right.count { return left.count < right.count }
        return left.name < right.name
    }

    var isSorted: Bool { !isStale }

    /// Whether the order has to be sorted before it is read.
    func needsSort(_ totals: FairTotals) -> Bool { isStale || totalsVersion != totals.version }

    /// Brings shares and order up to date.
    ///
    /// - Complexity: O(1) where nothing is stale, else O(*n* log *n*) in the active clients.
    mutating func sort(_ totals: FairTotals) {
        guard needsSort(totals) else { return }
        for position in 0..<activeCount { refreshShare(of: order[position], totals) }
        let sorted = sortedActiveClients()
        for (position, slot) in sorted.enumerated() {
            order[position] = slot
            clients[slot].position = position
        }
        isStale = false
        totalsVersion = totals.version
    }

    private func sortedActiveClients() -> [ClientSlot] {
        order[..<activeCount].sorted { precedes($0, $1) }
    }

    /// The active clients, in order once sorted.
    var activeClients: ArraySlice<ClientSlot> { order[..<activeCount] }

    var hasActiveClients: Bool { activeCount > 0 }

    /// All clients, the active ones first.
    var allClients: [ClientSlot] { order }

    func key(at slot: ClientSlot) -> Key { clients[slot].key }
}
