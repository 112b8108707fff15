extension MetricDescription {
    /// All metrics of a worker. The page WireProtocol describes each one and its labels.
    package static let all: [MetricDescription] = ofWorker + ofSubscribers + ofEvents + ofRuns + ofClusters + ofRoles

    // MARK: The worker

    static let build = gauge("build_info", "Constant 1; the labels carry the worker's name and version.")
    static let uptime = gauge("uptime_seconds", "Time since the worker was started.")
    static let clusters = gauge("clusters", "Clusters on the worker.")
    static let backlog = gauge(
        "backlog_seconds",
        "Time for which every turn of the event loop has used up its budget and left frames queued in ZeroMQ.")
    static let exhaustedTurns = counter(
        "turns_exhausted_total", "Turns of the event loop that used up their budget and left frames queued in ZeroMQ.")
    static let turnFrames = MetricDescription(
        name: "quartermaster_turn_frames",
        help: "Frames received per turn of the event loop, without turns that received none.", kind: .frames)
    static let receivedFrames = counter("received_frames_total", "Frames received on the events socket.")
    static let receivedBytes = counter("received_bytes_total", "Bytes of the frames received on the events socket.")
    static let rejectedFrames = counter("rejected_frames_total", "Frames that could not be decoded as an event.")
    static let commitTime = histogram(
        "journal_commit_duration_seconds", "Duration of a commit to a cluster's journal.")
    static let syncTime = histogram(
        "journal_sync_duration_seconds", "Duration of a sync that makes commits durable, with --durability batch.")
    static let snapshotTime = histogram("journal_snapshot_duration_seconds", "Duration of writing a snapshot.")
    static let journalDatabaseBytes = gauge("journal_database_bytes", "Size of the database files of all journals.")
    static let journalLogBytes = gauge("journal_log_bytes", "Size of the write-ahead logs of all journals.")
    static let heldJournalLogs = gauge(
        "journal_logs_held", "Journals whose write-ahead log grows because another process is reading them.")

    static let excessConnections = counter(
        "excess_connections_total",
        "Connections that were closed because their socket was at its connection limit, by socket.")
    static let refusedConnections = counter(
        "refused_connections_total", "Connections that failed CURVE authentication, by socket and reason."
    )
    static let denied = counter(
        "denied_total", "Events, queries and subscriptions that the key has no right to, by socket and key.")

    private static let ofWorker = [
        build, uptime, clusters, backlog, exhaustedTurns, turnFrames, receivedFrames, receivedBytes, rejectedFrames,
        commitTime, syncTime, snapshotTime, journalDatabaseBytes, journalLogBytes, heldJournalLogs, excessConnections,
        refusedConnections, denied,
    ]

    // MARK: Subscribers

    static let subscribers = gauge("subscribers", "Connections to the publications socket.")
    static let subscriptions = gauge(
        "subscriptions", "Distinct topic prefixes that are subscribed to, by kind of topic.")
    static let subscribersCutOff = counter(
        "subscribers_cut_off_total", "Subscribers that were disconnected because they fell too far behind.")
    static let droppedPublications = counter(
        "dropped_publications_total",
        "Publications that a subscriber missed because its patience was used up.")
    static let queuedPublicationBytes = gauge(
        "queued_publications_bytes", "Bytes of publications queued in ZeroMQ for subscribers.")

    private static let ofSubscribers = [
        subscribers, subscriptions, subscribersCutOff, droppedPublications, queuedPublicationBytes,
    ]

    // MARK: Events

    static let events = counter(
        "events_total", "Events that were answered, by call and by result: ok, or the error code.")
    static let skippedEvents = counter(
        "events_skipped_total",
        "Sequenced events that were skipped without an answer: duplicates, and events after a gap.")
    static let unacknowledgedEvents = gauge(
        "events_unacknowledged", "Sequenced events that were received and not acknowledged yet.")
    static let acknowledgements = counter("acknowledgements_total", "Acknowledgements that were published.")

    private static let ofEvents = [events, skippedEvents, unacknowledgedEvents, acknowledgements]

    // MARK: Runs and offers

    static let runs = counter("allocation_runs_total", "Allocation runs.")
    static let runTime = histogram("allocation_run_duration_seconds", "Duration of an allocation run.")
    static let runLatency = histogram(
        "allocation_run_latency_seconds",
        "Time from the first trigger of an allocation run, or from its due time, to its end.")
    static let offerLatency = histogram(
        "event_offer_latency_seconds",
        "Time from the arrival of a batch until the offers of the run that it triggered were handed to ZeroMQ.")
    static let offers = counter("offers_total", "Bundles (framework, role, agent) that were offered.")
    static let inverseOffers = counter(
        "inverse_offers_total", "Inverse offers: agents that frameworks were asked to vacate.")
    static let declines = counter("declines_total", "Accepted recover_resources calls for offered resources.")
    static let acceptances = counter(
        "acceptances_total",
        "Accepted update_allocation calls, and transition_offered_to_allocated calls with a framework.")
    static let rescinds = counter(
        "rescinded_offers_total", "Bundles (framework, role, agent) that were rescinded because their offer timed out.")

    private static let ofRuns = [
        runs, runTime, runLatency, offerLatency, offers, inverseOffers, declines, acceptances, rescinds,
    ]

    // MARK: Clusters

    static let agents = gauge("agents", "Agents.")
    static let frameworks = gauge("frameworks", "Frameworks.")
    static let roles = gauge("roles", "Roles, including their ancestors.")
    static let filters = gauge("filters", "Offer filters and inverse-offer filters that have not expired.")
    static let outstandingOffers = gauge(
        "outstanding_offers", "Bundles (framework, role, agent) that are offered and neither used nor declined yet.")
    static let paused = gauge("allocation_paused", "1 while allocation is paused, else 0.")
    static let resources = gauge("resources", "Total resources of all agents, in units of the resource.")
    static let heldResources = gauge(
        "resources_offered_or_allocated", "Offered or allocated resources of all agents, in units of the resource.")
    static let explainedPairs = counter(
        "explained_pairs_total",
        "Pairs (framework in a role, agent) that reports have examined, by the first reason against an offer.")

    private static let ofClusters = [
        agents, frameworks, roles, filters, outstandingOffers, paused, resources, heldResources, explainedPairs,
    ]

    // MARK: Roles

    static let dominantShare = gauge(
        "role_dominant_share_ratio",
        "The role's dominant share: its largest fraction of any resource, before weighting."
    )
    static let weight = gauge("role_weight", "The weight of the role.")
    static let subscribedFrameworks = gauge("role_subscribed_frameworks", "Frameworks that are subscribed to the role.")
    static let suppressedFrameworks = gauge(
        "role_suppressed_frameworks", "Frameworks that are subscribed to the role and have suppressed its offers.")
    static let offerFilters = gauge(
        "role_offer_filters", "Pairs (framework, agent) with an offer filter in the role that has not expired.")
    static let roleHeld = gauge(
        "role_offered_or_allocated", "Resources offered or allocated to the role, in units of the resource.")
    static let guarantee = gauge("role_quota_guarantee", "The role's guarantee, in units of the resource.")
    static let limit = gauge("role_quota_limit", "The role's limit, in units of the resource.")
    static let consumed = gauge(
        "role_quota_consumed", "Resources that count against the role's quota, in units of the resource.")

    private static let ofRoles = [
        dominantShare, weight, subscribedFrameworks, suppressedFrameworks, offerFilters, roleHeld, guarantee, limit,
        consumed,
    ]
}

extension MetricDescription {
    private static let prefix = "quartermaster_"

    private static func counter(_ name: String, _ help: String) -> Self {
        Self(name: prefix + name, help: help, kind: .counter)
    }

    private static func gauge(_ name: String, _ help: String) -> Self {
        Self(name: prefix + name, help: help, kind: .gauge)
    }

    /// A histogram of durations in seconds.
    private static func histogram(_ name: String, _ help: String) -> Self {
        Self(name: prefix + name, help: help, kind: .seconds)
    }
}
