import AllocatorWire
import CoreMetrics

/// Counts the events of a cluster by call and by result. A counter is created on first use and found by index
/// afterwards.
struct EventCounters {
    /// The labels of results: `ok` at 0, and those of errors at the numbers of their codes.
    private static let results = [
        "ok", "invalid_argument", "not_found", "already_exists", "failed_precondition", "fenced", "out_of_sequence",
        "resource_exhausted", "internal", "permission_denied",
    ]

    private let cluster: String
    private let registry: MetricsRegistry
    /// The counters by call and by result, with one more call for unknown ones.
    private var counters: [Counter?]
    private let kindsByName: [String: Int]

    /// - Parameter cluster: The label of the cluster.
    init(cluster: String, in registry: MetricsRegistry) {
        self.cluster = cluster
        self.registry = registry
        counters = Array(repeating: nil, count: (CallKind.allCases.count + 1) * Self.results.count)
        kindsByName = Dictionary(uniqueKeysWithValues: CallKind.allCases.map { ($0.name, $0.rawValue) })
    }

    mutating func note(accepted call: CallKind?) {
        counter(of: call?.rawValue ?? CallKind.allCases.count, 0).increment()
    }

    mutating func note(refused reply: WireReply) {
        let code = reply.error.code.rawValue
        let result = Self.results.indices.contains(code) ? code : WireError.Code.internal.rawValue
        counter(of: kindsByName[reply.call] ?? CallKind.allCases.count, result).increment()
    }

    private mutating func counter(of kind: Int, _ result: Int) -> Counter {
        let place = kind * Self.results.count + result
        if let counter = counters[place] { return counter }
        let labels = [
            ("cluster", cluster), ("call", CallKind(rawValue: kind)?.name ?? "unknown"),
            ("result", Self.results[result]),
        ]
        let counter = Counter(label: MetricDescription.events.name, dimensions: labels, factory: registry)
        counters[place] = counter
        return counter
    }
}
