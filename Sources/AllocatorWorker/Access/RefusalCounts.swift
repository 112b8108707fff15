import CoreMetrics
import Logging

/// Counts who was not let in and what was not allowed, and tells of it in one line a second for each kind at the most, for
/// their number is in the hands of strangers.
struct RefusalCounts {
    fileprivate struct Tally {
        var total: UInt64 = 0
        var reported: UInt64 = 0
        var last = ""
    }

    /// Keys that have their own label.
    private static let maximumLabels = 16
    /// The label of a key that is no longer in the list.
    private static let withdrawn = "withdrawn"

    private let registry: MetricsRegistry
    private var connections: [SocketRole: [RefusalReason: Tally]] = [:]
    private var counters: [SocketRole: [RefusalReason: Counter]] = [:]
    private var denials: [SocketRole: Tally] = [:]
    private var deniedKeys = LabelTable(limit: maximumLabels)
    private var denialCounters: [SocketRole: [String: Counter]] = [:]

    init(_ registry: MetricsRegistry) {
        self.registry = registry
        for role in SocketRole.allCases {
            for reason in RefusalReason.allCases {
                // All begin at zero, so that the first one shows as a rise.
                counters[role, default: [:]][reason] = Counter(
                    label: MetricDescription.refusedConnections.name,
                    dimensions: [("socket", role.rawValue), ("reason", reason.rawValue)], factory: registry)
            }
            beginDenials(of: LabelTable.rest, at: role)
        }
    }

    private mutating func beginDenials(of label: String, at role: SocketRole) {
        denialCounters[role, default: [:]][label] = Counter(
            label: MetricDescription.denied.name, dimensions: [("socket", role.rawValue), ("key", label)],
            factory: registry)
    }

    /// - Parameter who: as far as it is known: libzmq does not tell who failed before it had shown a key.
    mutating func refuse(_ reason: RefusalReason, at role: SocketRole, _ who: String = "") {
        counters[role]?[reason]?.increment()
        connections[role, default: [:]][reason, default: Tally()].note(who)
    }

    /// - Parameter key: its name; nil where it is no longer in the list.
    mutating func deny(_ key: String?, at role: SocketRole, _ what: String) {
        denials[role, default: Tally()].note("\(key ?? Self.withdrawn): \(what)")
        let label = key.map { deniedKeys.label(of: $0) } ?? Self.withdrawn
        if denialCounters[role]?[label] == nil { beginDenials(of: label, at: role) }
        denialCounters[role]?[label]?.increment()
    }

    /// What was refused since the last report. To be called every second.
    mutating func report(to logger: Logger) {
        for role in SocketRole.allCases {
            for reason in RefusalReason.allCases {
                connections[role]?[reason]?.report(
                    "connections were refused", ["socket": "\(role.rawValue)", "reason": "\(reason.rawValue)"],
                    to: logger)
            }
            denials[role]?.report(
                "what a key does not allow was refused; see its entry in the allow-list",
                ["socket": "\(role.rawValue)"], to: logger)
        }
    }
}

extension RefusalCounts.Tally {
    fileprivate mutating func note(_ what: String) {
        total += 1
        last = what
    }

    fileprivate mutating func report(_ message: String, _ labels: Logger.Metadata, to logger: Logger) {
        guard total > reported else { return }
        var metadata = labels
        metadata["new"] = "\(total - reported)"
        metadata["total"] = "\(total)"
        if !last.isEmpty { metadata["last"] = "\(last)" }
        logger.warning("\(message)", metadata: metadata)
        reported = total
    }
}
