import AllocatorJournal
import AllocatorWire

/// The worker's current readings that are not counted in the registry.
struct WorkerReadings {
    var worker = ""
    var version = ""
    var uptimeNanoseconds: Int64 = 0
    var backlogNanoseconds: Int64 = 0
    var rejectedFrames: UInt64 = 0
    var subscribers = 0
    /// The number of subscriptions by kind of topic. `nil` stands for prefixes that cover several kinds.
    var subscriptions: [Topic.Kind?: Int] = [:]
    var subscribersCutOff: UInt64 = 0
    var excessConnections: [SocketRole: UInt64] = [:]
    var droppedPublications: UInt64 = 0
    var queuedPublicationBytes = 0
    /// The sizes of the journals, or `nil` if clusters are not kept.
    var journals: JournalSizes?

    func add(to families: inout MetricFamilies) {
        families.add(.build, 1, ["worker": worker, "version": version])
        families.add(.uptime, Double(uptimeNanoseconds) / 1e9)
        families.add(.backlog, Double(backlogNanoseconds) / 1e9)
        families.add(.rejectedFrames, Double(rejectedFrames))
        families.add(.subscribers, Double(subscribers))
        for kind in Topic.Kind.allCases {
            families.add(.subscriptions, Double(subscriptions[kind] ?? 0), ["topic": kind.rawValue])
        }
        families.add(.subscriptions, Double(subscriptions[nil] ?? 0), ["topic": "several"])
        families.add(.subscribersCutOff, Double(subscribersCutOff))
        for role in SocketRole.allCases {
            families.add(.excessConnections, Double(excessConnections[role] ?? 0), ["socket": role.rawValue])
        }
        families.add(.droppedPublications, Double(droppedPublications))
        families.add(.queuedPublicationBytes, Double(queuedPublicationBytes))
        families.add(.journalDatabaseBytes, Double(journals?.database ?? 0))
        families.add(.journalLogBytes, Double(journals?.log ?? 0))
        families.add(.heldJournalLogs, Double(journals?.heldLogs ?? 0))
    }
}
