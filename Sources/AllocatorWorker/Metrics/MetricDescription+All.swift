extension MetricDescription {
    /// All that a worker publishes. The page WireProtocol tells of each, and which labels it has.
    package static let all: [MetricDescription] = ofWorker + ofSubscribers + ofEvents + ofRuns + ofClusters + ofRoles

    // MARK: The worker

    static let build = gauge("build_info", "1; the labels tell the worker's name and version.")
    static let uptime = gauge("uptime_seconds", "Time since the worker was started.")
    static let clusters = gauge("clusters", "Clusters that the worker has.")
    static let backlog = gauge(
        "backlog_seconds",
        "For how long every turn of the loop has ended by its budget, with frames left waiting in ZeroMQ.")
    static let exhaustedTurns = counter(
        "turns_exhausted_total", "Turns of the loop that ended by their budget, with frames left waiting in ZeroMQ.")
    static let turnFrames = MetricDescription(
        name: "quartermaster_turn_frames", help: "Frames that the turns of the loop that took any took.", kind: .frames)
    static let receivedFrames = counter("received_frames_total", "Frames that came to the events socket.")
    static let receivedBytes = counter("received_bytes_total", "Bytes of the frames that came to the events socket.")
    static let rejectedFrames = counter("rejected_frames_total", "Frames that could not be read as an event.")
    static let commitTime = histogram(
        "journal_commit_duration_seconds", "Time that a commit to a cluster's journal took.")
    static let syncTime = histogram(
        "journal_sync_duration_seconds", "Time that it took to make commits durable, with --durability batch.")
    static let snapshotTime = histogram("journal_snapshot_duration_seconds", "Time that writing a snapshot took.")
    static let journalDatabaseBytes = gauge("journal_database_bytes", "Bytes of the database files of all journals.")
    static let journalLogBytes = gauge("journal_log_bytes", "Bytes of the write-ahead logs of all journals.")
    static let heldJournalLogs = gauge(
        "journal_logs_held", "Journals whose write-ahead log grows because another process reads them.")

    static let excessConnections = counter(
        "excess_connections_total",
        "Connections that were ended because their socket had as many as it may have, by socket.")
    static let refusedConnections = counter(
        "refused_connections_total", "Connections that were not let in, where keys are asked for, by socket and reason."
    )
    static let denied = counter(
        "denied_total", "Events, questions and subscriptions that the sender's key does not allow, by socket and key.")

    private static let ofWorker = [
        build, uptime, clusters, backlog, exhaustedTurns, turnFrames, receivedFrames, receivedBytes, rejectedFrames,
        commitTime, syncTime, snapshotTime, journalDatabaseBytes, journalLogBytes, heldJournalLogs, excessConnections,
        refusedConnections, denied,
    ]

    // MARK: Subscribers

    static let subscribers = gauge("subscribers", "Connections to the publications socket.")
    static let subscriptions = gauge(
        "subscriptions", "Different prefixes of topics that are subscribed to, by the kind of topic that they are of.")
    static let subscribersCutOff = counter(
        "subscribers_cut_off_total", "Subscribers that stayed behind their limit and were disconnected.")
    static let droppedPublications = counter(
        "dropped_publications_total",
        "Publications that some who wanted them missed, because nobody could be waited for longer.")
    static let queuedPublicationBytes = gauge(
        "queued_publications_bytes", "Bytes of publications that wait in ZeroMQ for subscribers.")

    private static let ofSubscribers = [
        subscribers, subscriptions, subscribersCutOff, droppedPublications, queuedPublicationBytes,
    ]

    // MARK: Events

    static let events = counter(
        "events_total", "Events that were answered, by call and by result: ok, or the code of the error.")
    static let skippedEvents = counter(
        "events_skipped_total",
        "Sequenced events that were neither applied nor answered: those applied before, and those that leave a gap.")
    static let unacknowledgedEvents = gauge(
        "events_unacknowledged", "Sequenced events that came and whose masters were told nothing of yet.")
    static let acknowledgements = counter("acknowledgements_total", "Acknowledgements that were published.")

    private static let ofEvents = [events, skippedEvents, unacknowledgedEvents, acknowledgements]

    // MARK: Runs and offers

    static let runs = counter("allocation_runs_total", "Allocation runs.")
    static let runTime = histogram("allocation_run_duration_seconds", "Time that an allocation run took.")
    static let runLatency = histogram(
        "allocation_run_latency_seconds",
        "Time from the first trigger of an allocation run, or when it fell due, to its end.")
    static let offerLatency = histogram(
        "event_offer_latency_seconds",
        "Time from the arrival of a batch to when the offers of the run that it asked for were handed to ZeroMQ.")
    static let offers = counter("offers_total", "Bundles (framework, role, agent) that were offered.")
    static let inverseOffers = counter("inverse_offers_total", "Agents that frameworks were asked to leave.")
    static let declines = counter("declines_total", "Accepted recover_resources of what was offered.")
    static let acceptances = counter(
        "acceptances_total", "Accepted update_allocation, and transition_offered_to_allocated that name the framework.")
    static let rescinds = counter(
        "rescinded_offers_total", "Bundles (framework, role, agent) that were taken back because their time was over.")

    private static let ofRuns = [
        runs, runTime, runLatency, offerLatency, offers, inverseOffers, declines, acceptances, rescinds,
    ]

    // MARK: Clusters

    static let agents = gauge("agents", "Agents.")
    static let frameworks = gauge("frameworks", "Frameworks.")
    static let roles = gauge("roles", "Roles, those above them included.")
    static let filters = gauge("filters", "Offer and inverse-offer filters that have not ended.")
    static let outstandingOffers = gauge(
        "outstanding_offers", "Bundles (framework, role, agent) that are offered and neither used nor declined.")
    static let paused = gauge("allocation_paused", "1 while allocation is paused, else 0.")
    static let resources = gauge("resources", "What all agents have, in units of the resource.")
    static let heldResources = gauge("resources_offered_or_allocated", "What is offered or allocated of all agents.")
    static let explainedPairs = counter(
        "explained_pairs_total",
        "Pairs (framework in a role, agent) that reports have looked at, by the first reason against an offer.")

    private static let ofClusters = [
        agents, frameworks, roles, filters, outstandingOffers, paused, resources, heldResources, explainedPairs,
    ]

    // MARK: Roles

    static let dominantShare = gauge(
        "role_dominant_share_ratio", "The greatest part of any resource that the role holds, not divided by its weight."
    )
    static let weight = gauge("role_weight", "The weight of the role.")
    static let subscribedFrameworks = gauge("role_subscribed_frameworks", "Frameworks that are subscribed to the role.")
    static let suppressedFrameworks = gauge(
        "role_suppressed_frameworks", "Frameworks that are subscribed to the role and suppress its offers.")
    static let offerFilters = gauge(
        "role_offer_filters", "Pairs (framework, agent) with an offer filter in the role that has not ended.")
    static let roleHeld = gauge(
        "role_offered_or_allocated", "What is offered or allocated to the role, in units of the resource.")
    static let guarantee = gauge("role_quota_guarantee", "The role's guarantee, in units of the resource.")
    static let limit = gauge("role_quota_limit", "The role's limit, in units of the resource.")
    static let consumed = gauge("role_quota_consumed", "What the role consumes of its quota, in units of the resource.")

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

    /// Of times.
    private static func histogram(_ name: String, _ help: String) -> Self {
        Self(name: prefix + name, help: help, kind: .seconds)
    }
}
