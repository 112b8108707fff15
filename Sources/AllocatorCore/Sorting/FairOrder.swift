/// Clients in fair order: by share, then by how many allocations they have received, then by name, as bytes
/// (`allocation.md` §3).
///
/// Two invariants hold for `order`: the active clients come first; and while nothing is stale they are sorted. One change
/// of one client moves that client; a change of the cluster's totals, which changes every share, has the whole order
/// sorted again the next time that it is asked for.
package struct FairOrder<Key: Hashable & Sendable>: Sendable {
    package struct Client: Sendable {
        package let key: Key
        package let name: Name
        package var weight: Weight
        package var allocated = Quantities()
        /// How many allocations it has received. Taking back does not lower it.
        package var count: UInt64 = 0
        package fileprivate(set) var isActive: Bool
        package fileprivate(set) var share = Share.zero
        fileprivate var position = 0
    }

    package typealias ClientSlot = Slot<Client>

    private var clients = SlotTable<Client>()
    private var order: [ClientSlot] = []
    private var activeCount = 0
    private var isStale = false
    private var totalsVersion: UInt64 = .max

    package init() {}

    package var isEmpty: Bool { order.isEmpty }
    package var count: Int { order.count }

    package subscript(slot: ClientSlot) -> Client {
        _read { yield clients[slot] }
    }

    // MARK: Membership

    package mutating func insert(_ key: Key, name: Name, weight: Weight = .one, isActive: Bool) -> ClientSlot {
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

    package mutating func remove(_ slot: ClientSlot) {
        let position = clients[slot].position
        if clients[slot].isActive { activeCount -= 1 }
        order.remove(at: position)
        for later in position..<order.count { clients[order[later]].position = later }
        clients.remove(slot)
    }

    package mutating func setActive(_ slot: ClientSlot, _ isActive: Bool) {
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

    package mutating func setWeight(_ weight: Weight, of slot: ClientSlot) {
        clients[slot].weight = weight
        isStale = true
    }

    package mutating func setCount(_ count: UInt64, of slot: ClientSlot) {
        clients[slot].count = count
        isStale = true
    }

    /// Changes what a client holds, and how often it was given something.
    ///
    /// - Returns: whether the order may have changed.
    @discardableResult
    package mutating func update(_ slot: ClientSlot, _ totals: FairTotals, _ change: (inout Client) -> Void) -> Bool {
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

    package static func precedes(_ left: Client, _ right: Client) -> Bool {
        let comparison = left.share.compare(to: right.share)
        if comparison != 0 { return comparison < 0 }
        if left.count != right.count { return left.count < right.count }
        return left.name < right.name
    }

    /// Whether the order has to be sorted before it is read.
    package func needsSort(_ totals: FairTotals) -> Bool { isStale || totalsVersion != totals.version }

    /// Brings shares and order up to date.
    ///
    /// - Complexity: O(1) where nothing is stale, else O(*n* log *n*) in the active clients.
    package mutating func sort(_ totals: FairTotals) {
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
    package var activeClients: ArraySlice<ClientSlot> { order[..<activeCount] }

    package var hasActiveClients: Bool { activeCount > 0 }

    /// All clients, the active ones first.
    package var allClients: [ClientSlot] { order }

    package func key(at slot: ClientSlot) -> Key { clients[slot].key }
}
