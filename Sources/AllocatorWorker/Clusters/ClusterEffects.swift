import AllocatorWire

/// Effects in their order. Nearly every event has one, which is kept without memory of its own.
struct ClusterEffects: Sequence, Sendable {
    private var first: ClusterEffect?
    private var others: [ClusterEffect] = []
    /// Whether a run is among them.
    private(set) var haveRun = false

    init() {}

    init(_ effect: ClusterEffect) {
        append(effect)
    }

    var isEmpty: Bool { first == nil }

    /// Whether an event was refused for want of a right.
    var haveDenial: Bool {
        contains {
            if case .replied(let reply, _, _) = $0 { reply.error.code == .permissionDenied } else { false }
        }
    }

    mutating func append(_ effect: ClusterEffect) {
        if first == nil { first = effect } else { others.append(effect) }
        if case .ran = effect { haveRun = true }
    }

    mutating func append(contentsOf effects: ClusterEffects) {
        for effect in effects { append(effect) }
    }

    struct Iterator: IteratorProtocol {
        fileprivate let effects: ClusterEffects
        private var position = 0

        fileprivate init(_ effects: ClusterEffects) {
            self.effects = effects
        }

        mutating func next() -> ClusterEffect? {
            defer { position += 1 }
            if position == 0 { return effects.first }
            return position <= effects.others.count ? effects.others[position - 1] : nil
        }
    }

    func makeIterator() -> Iterator { Iterator(self) }
}
