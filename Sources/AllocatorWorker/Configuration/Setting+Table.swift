import AllocatorJournal
import ZeroMQ

// To add a setting: declare it here and name it in its group below, add the property that it sets to
// `WorkerConfiguration`, and give `Serve` (or `LimitOptions`) an option of its name. Tests find an option, a line of
// the example file or a default that is missing.

// MARK: Sockets and keys

extension Setting {
    static let sockets: [Setting] = [events, publications, control, curveKey, allow, insecure, ipcMode]

    package static let events = Setting(
        "events", "endpoint", \.events, .endpoint,
        "The PULL socket to which masters push their events. @ before it binds, > connects, * is a free port.")
    package static let publications = Setting(
        "publications", "endpoint", \.publications, .endpoint,
        "The XPUB socket to which masters and observers subscribe.")
    package static let control = Setting(
        "control", "endpoint", \.control, .endpoint, "The ROUTER socket that answers queries.")
    package static let curveKey = Setting(
        "curve_key", "file", optional: \.curveKey, .path("that of the worker's .key file"), default: "none: no keys",
        "The .key file of this worker, from `quartermaster keygen`. All three sockets then accept only encrypted "
            + "connections of the keys in the allow-list.")
    package static let allow = Setting(
        "allow", "file", optional: \.allow, .path("that of the allow-list"), default: "none",
        "The allow-list: the keys that may connect, and the rights of each. YAML; SIGHUP reads it again. Requires "
            + "--curve-key."
    )
    package static let insecure = Setting(
        "insecure", nil, \.isInsecure, .truth,
        "Serve without keys even if other machines can reach an endpoint. Every client that reaches it has every right."
    )
    package static let ipcMode = Setting(
        "ipc_mode", "mode", \.ipcMode, .fileMode,
        "The mode of the files of ipc sockets, in octal. Sockets in the abstract namespace (ipc://@name) have none: "
            + "every user of the machine can connect.")
}

// MARK: Persistence

extension Setting {
    static let store: [Setting] = [clock, ephemeral, data, durability, snapshotEvery, snapshotEveryBytes, damagedLog]

    package static let clock = Setting(
        "clock", "clock", \.clock, .choice,
        "The source of time: 'system', or 'virtual', which begins at 0 and moves only by 'advance' events.")
    package static let ephemeral = Setting(
        "ephemeral", nil, optional: \.isEphemeral, .truth, default: "true without --data",
        "Keep nothing: clusters end with the worker.")
    package static let data = Setting(
        "data", "folder", optional: \.data, .path("that of the folder to keep clusters in"), default: "none",
        "Keep the clusters in this folder, which is created if it is missing. What was acknowledged survives a "
            + "crash. The folder serves one worker at a time.")
    package static let durability = Setting(
        "durability", "durability", \.durability, .choice,
        "When an event is published and acknowledged. 'full': once it is on disk. 'batch': published immediately, and "
            + "acknowledged once it is on disk, every 50 ms. 'none': immediately; it survives the end of the worker, "
            + "and not that of the machine.")
    package static let snapshotEvery = Setting(
        "snapshot_every", "events", \.snapshotPace.events, .number(1...1_000_000_000),
        "Events after which the worker takes a snapshot, so that a start has fewer to replay. The two newest "
            + "snapshots and later events are kept.")
    package static let snapshotEveryBytes = Setting(
        "snapshot_every_bytes", "bytes", \.snapshotPace.bytes, .number(65_536...(1 << 30)),
        "Bytes of the journal after which the worker takes a snapshot, even of few events. A larger state raises the "
            + "bound."
    )
    package static let damagedLog = Setting(
        "damaged_log", "refuse|cut", \.damagedLog, .choice,
        "What to do at a start if a journal's write-ahead log is damaged and acknowledged events behind the damage "
            + "cannot be read: 'refuse' to start, or 'cut' the log there, keep a copy of it and continue without them.")
}

// MARK: Masters and subscribers

extension Setting {
    static let subscribers: [Setting] = [
        requireSubscriber, subscriberGrace, eventsQueue, publicationsQueue, subscriberPatience, replayWindow,
        replayWindowBytes,
    ]

    package static let requireSubscriber = Setting(
        "require_subscriber", "true|false", optional: \.requireSubscriber, .truth,
        default: "true under the system's clock, false under the virtual one",
        "Offer nothing to the frameworks of a master that does not subscribe to CLUSTER/offers/MASTER/: 'true' or "
            + "'false'."
    )
    package static let subscriberGrace = Setting(
        "subscriber_grace", "milliseconds", \.subscriberGrace, .milliseconds(0...86_400_000),
        "How long a master that no longer subscribes still counts as subscribed. Its offers are rescinded afterwards. "
            + "Milliseconds, or with a unit, as 5s.")
    package static let eventsQueue = Setting(
        "events_queue", "count", \.eventsQueue, .number(1...1_000_000),
        "Messages per sender that wait to be read; then the sender waits.")
    package static let publicationsQueue = Setting(
        "publications_queue", "count", \.publicationsQueue, .number(1...10_000_000),
        "Messages per subscriber that wait to be sent; then the worker waits for it.")
    package static let subscriberPatience = Setting(
        "subscriber_patience", "milliseconds", \.subscriberPatience, .milliseconds(100...600_000),
        "How long the worker waits for a subscriber whose queue is full before it disconnects the subscriber, at least "
            + "100 ms. A leaky bucket: it drains by a quarter of the time that passes. Milliseconds, or with a unit, "
            + "as 5s."
    )
    package static let replayWindow = Setting(
        "replay_window", "count", \.replayWindow.publications, .number(0...10_000_000),
        "Publications per cluster, kind and master that clients can request again; 0 keeps none.")
    package static let replayWindowBytes = Setting(
        "replay_window_bytes", "bytes", \.replayWindow.bytes, .number(65_536...ReplayWindow.maximumBytes),
        "Bytes of the publications that clients can request again.")
}

// MARK: The worker itself

extension Setting {
    static let identity: [Setting] = [name, readyFile, logLevel, logFormat]

    package static let name = Setting(
        "name", "name", \.name, .text(longest: 255), default: "the name of this machine",
        "This worker's name, in heartbeats and answers.")
    package static let readyFile = Setting(
        "ready_file", "path", optional: \.readyFile, .path("that of the file to write"), default: "none",
        "Write the endpoints as JSON to this file once the worker serves. The worker removes the file when it ends.")
    package static let logLevel = Setting(
        "log_level", "level", \.logLevel, .choice,
        "The lowest level that is logged: trace, debug, info, notice, warning, error or critical.")
    package static let logFormat = Setting(
        "log_format", "format", \.logFormat, .choice, "The format of the lines on standard error: 'text' or 'json'.")
}
