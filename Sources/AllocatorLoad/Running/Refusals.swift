import AllocatorWire

/// Calls that the worker refused while a workload was played. Each is a fault of the one or the other.
package struct Refusals: Hashable, Sendable {
    /// How many are kept word by word.
    static let maximumKept = 5

    package private(set) var count = 0
    package private(set) var first: [String] = []

    init() {}

    mutating func note(_ reply: WireReply) {
        guard case .error(let error) = reply.result else { return }
        count += 1
        if first.count < Self.maximumKept { first.append("\(reply.call): \(error.code): \(error.message)") }
    }
}
