import AllocatorJournal
import AllocatorWire
import Logging
import ZeroMQ

/// One thing that can be configured: in a file by its key, in the environment and on the command line by names made of it.
package enum Setting: String, CaseIterable, Sendable {
    case events
    case publications
    case control
    case clock
    case ephemeral
    case data
    case durability
    case snapshotEvery = "snapshot_every"
    case snapshotEveryBytes = "snapshot_every_bytes"
    case damagedLog = "damaged_log"
    case requireSubscriber = "require_subscriber"
    case subscriberGrace = "subscriber_grace"
    case name
    case readyFile = "ready_file"
    case curveKey = "curve_key"
    case allow
    case insecure
    case ipcMode = "ipc_mode"
    case eventsQueue = "events_queue"
    case publicationsQueue = "publications_queue"
    case subscriberPatience = "subscriber_patience"
    case replayWindow = "replay_window"
    case replayWindowBytes = "replay_window_bytes"
    case logLevel = "log_level"
    case logFormat = "log_format"
    // Limits: see `LimitSetting`.
    case maximumFrameBytes = "max_frame_bytes"
    case maximumFrameMessages = "max_frame_messages"
    case maximumBatchFrames = "max_batch_frames"
    case maximumConnections = "max_connections"
    case maximumClusters = "max_clusters"
    case maximumMasters = "max_masters"
    case maximumFrameworks = "max_frameworks"
    case maximumAgents = "max_agents"
    case maximumRoles = "max_roles"
    case maximumRolesPerFramework = "max_roles_per_framework"
    case maximumRoleDepth = "max_role_depth"
    case maximumResources = "max_resources"
    case maximumRanges = "max_ranges"
    case maximumResourceKinds = "max_resource_kinds"
    case maximumResourceNames = "max_resource_names"
    case maximumFilters = "max_filters"
    case maximumClusterBytes = "max_cluster_bytes"
    case maximumTextBytes = "max_text_bytes"
    case maximumAttributes = "max_attributes"
    case maximumRegexes = "max_regexes"
    case maximumRegexWork = "max_regex_work"
    case maximumRegexProgram = "max_regex_program"
    case maximumRegexBytes = "max_regex_bytes"
    case maximumQueryWork = "max_query_work"

    /// In a file.
    package var key: String { rawValue }

    /// On the command line.
    package var flag: String { "--" + String(rawValue.map { $0 == "_" ? "-" : $0 }) }

    /// In the environment.
    package var environmentName: String { Self.environmentPrefix + rawValue.uppercased() }

    package static let environmentPrefix = "QUARTERMASTER_"

    /// The environment's name for the file, which is no setting: it cannot stand in a file.
    package static let fileEnvironmentName = environmentPrefix + "CONFIG"
}

extension Setting {
    /// One paragraph for `--help`: what it means, its default and its name in the environment.
    package var help: String {
        "\(meaning) (default: \(defaultText); environment: \(environmentName))"
    }

    private var meaning: String {
        switch self {
        case .events: "Where masters push their events: a PULL socket. @ before it binds, > connects, * is a free port."
        case .publications: "Where masters and observers subscribe: a PUB socket."
        case .control: "Where tools ask: a ROUTER socket."
        case .clock: "What moves time: 'system', or 'virtual', which begins at 0 and moves only by 'advance' events."
        case .ephemeral: "Keep nothing: clusters end with the worker. So it is where no --data is given."
        case .data:
            "Keep the clusters in this folder, which is made where there is none: what was acknowledged survives a crash. One "
                + "worker at a time."
        case .durability:
            "When something is published and acknowledged: 'full', when it has reached the disk; 'batch', published at once "
                + "and acknowledged when it has reached the disk, every 50 ms; 'none', at once: it survives the worker's end "
                + "and not the machine's."
        case .snapshotEvery:
            "Events after which the whole state is kept, so that a start has fewer to do again; what is older than the two "
                + "newest of these is dropped."
        case .snapshotEveryBytes:
            "Bytes of what was journaled after which the same is done, also of few events; more where the state itself is larger."
        case .damagedLog:
            "What to do at a start where a journal's write-ahead log is damaged and acknowledged events behind the damage cannot "
                + "be read: 'refuse' to start, or 'cut' the log there, keep a copy of it and go on without them."
        case .requireSubscriber:
            "Offer nothing to the frameworks of a master that does not subscribe to CLUSTER/offers/MASTER/: 'true' or 'false'."
        case .subscriberGrace:
            "For how long a master that no longer subscribes still counts as one that does, before its offers are taken back: "
                + "milliseconds, or with a unit, as 5s."
        case .name: "This worker's name, in heartbeats and answers."
        case .readyFile: "Write the endpoints as JSON to this file once the worker serves; removed when it ends."
        case .curveKey:
            "The .key file of this worker, from `quartermaster keygen`: all three sockets take encrypted connections only, from "
                + "those in the allow-list."
        case .allow:
            "The allow-list: which keys may connect, and what each may do. YAML; read again at SIGHUP. Goes with --curve-key."
        case .insecure:
            "Serve without keys also where other machines can reach an endpoint: whoever does so can do everything."
        case .ipcMode:
            "The mode of the files of ipc sockets, in octal. In the abstract namespace (ipc://@name) there is none: every user "
                + "of the machine can connect."
        case .eventsQueue: "Messages per sender that wait to be read; then the sender waits."
        case .publicationsQueue:
            "Messages per subscriber that wait to be sent; then the worker waits for it."
        case .subscriberPatience:
            "How long, 100 ms at least, the worker waits in all for a subscriber whose queue is full, before it cuts it off: "
                + "milliseconds, or with a unit, as 5s. Of the time that passes, a quarter is forgiven."
        case .replayWindow:
            "Publications per cluster, kind and master that can be asked for again; 0 keeps none."
        case .replayWindowBytes: "Bytes of these."
        case .logLevel: "The least that is logged: trace, debug, info, notice, warning, error or critical."
        case .logFormat: "One line each on standard error: 'text' or 'json'."
        default: LimitSetting(self).meaning
        }
    }

    private var defaultText: String {
        let standard = WorkerConfiguration()
        return switch self {
        case .events: standard.events.address
        case .publications: standard.publications.address
        case .control: standard.control.address
        case .clock: standard.clock.rawValue
        case .ephemeral: "true without --data"
        case .data: "none"
        case .durability: standard.durability.rawValue
        case .snapshotEvery: "\(standard.snapshotPace.events)"
        case .snapshotEveryBytes: "\(standard.snapshotPace.bytes)"
        case .damagedLog: standard.damagedLog.rawValue
        case .requireSubscriber: "true under the system's clock, false under the virtual one"
        case .subscriberGrace: "\(standard.subscriberGrace)"
        case .name: "the name of this machine"
        case .readyFile: "none"
        case .curveKey: "none: no keys"
        case .allow: "none"
        case .insecure: "false"
        case .ipcMode: "0\(String(standard.ipcMode, radix: 8))"
        case .eventsQueue: "\(standard.eventsQueue)"
        case .publicationsQueue: "\(standard.publicationsQueue)"
        case .subscriberPatience: "\(standard.subscriberPatience.components.seconds * 1_000)"
        case .replayWindow: "\(standard.replayWindow.publications)"
        case .replayWindowBytes: "\(standard.replayWindow.bytes)"
        case .logLevel: standard.logLevel.rawValue
        case .logFormat: standard.logFormat.rawValue
        default: "\(standard[keyPath: LimitSetting(self).value])"
        }
    }
}
