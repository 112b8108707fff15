package import AllocatorJournal
package import AllocatorWire
import Glibc
package import Logging
package import ZeroMQ

/// The validated configuration of a worker.
package struct WorkerConfiguration: Sendable {
    package enum Clock: String, CaseIterable, Sendable {
        case system
        case `virtual`
    }

    package var events = WorkerConfiguration.loopback(port: 5550)
    package var publications = WorkerConfiguration.loopback(port: 5551)
    package var control = WorkerConfiguration.loopback(port: 5552)
    /// The file mode of ipc sockets.
    package var ipcMode: UInt32 = 0o600
    /// The worker's keys and allow-list, or `nil` if clients need no keys.
    package var access: WorkerAccess?
    /// The configured paths of the worker's key file and of the allow-list.
    var curveKey: String?
    var allow: String?
    /// Whether endpoints that other machines can reach may be used without keys.
    var isInsecure = false
    package var clock = Clock.system
    /// The configured value, or `nil` if none is given.
    var isEphemeral: Bool?
    /// The folder for the journals of clusters, or `nil` if clusters are not stored.
    package var data: String?
    package var durability = Durability.full
    package var snapshotPace = SnapshotPace()
    package var damagedLog = DamagedLogPolicy.refuse
    /// The configured value, or `nil` to derive it from the clock.
    package var requireSubscriber: Bool?
    /// The grace period in milliseconds.
    package var subscriberGrace = 5_000
    package var name = WorkerConfiguration.machineName
    package var readyFile: String?
    package var maximumClusters = 64
    /// The limit for each of the sockets.
    package var maximumConnections = 1_000
    package var limits = WireLimits()
    package var clusterLimits = ClusterLimits()
    /// The cost limit of one query, in percent of the default.
    package var queryWork = 100
    /// The queue limit for each sender, in messages.
    package var eventsQueue = 1_000
    /// The queue limit for each subscriber, in messages. It bounds the memory per subscriber. A larger burst is not
    /// lost: the worker waits for subscribers that keep reading.
    package var publicationsQueue = 10_000
    /// The total time that one subscriber may block the worker.
    package var subscriberPatience: Duration = .seconds(2)
    /// The time between two heartbeats. Metrics, summaries in the log and ends of grace periods come with them. No
    /// setting changes it, because the protocol promises a heartbeat every second. Tests shorten it.
    package var heartbeatInterval: Duration = .seconds(1)
    /// The time without an event after which a stopped worker expects no more, while senders are connected. No setting
    /// changes it. Tests whose senders have nothing under way shorten it.
    package var quietPeriod: Duration = .milliseconds(200)
    package var replayWindow = ReplayWindow.Bounds()
    package var logLevel = Logger.Level.info
    package var logFormat = LogFormat.text

    package init() {}

    /// Whether frameworks get no offers while their master does not listen. Off by default under the virtual clock,
    /// because subscribers must not change the outcome of a replayed history.
    package var requiresSubscriber: Bool { requireSubscriber ?? (clock == .system) }

    /// The endpoints of the sockets, each with its setting.
    var sockets: [(setting: Setting, endpoint: Endpoint)] {
        [(.events, events), (.publications, publications), (.control, control)]
    }

    /// The endpoints that other machines can reach without a key.
    var openEndpoints: [Endpoint] {
        access == nil ? sockets.map(\.endpoint).filter { !$0.isOfThisMachine } : []
    }

    private static func loopback(port: UInt16) -> Endpoint {
        do {
            return try Endpoint("tcp://127.0.0.1:\(port)")
        } catch {
            preconditionFailure("a default is wrong: \(error)")
        }
    }

    private static var machineName: String {
        // POSIX's longest host name and the terminating zero.
        var bytes = [UInt8](repeating: 0, count: 256)
        let isKnown = bytes.withUnsafeMutableBytes {
            gethostname($0.assumingMemoryBound(to: CChar.self).baseAddress!, $0.count - 1) == 0
        }
        let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return isKnown && !name.isEmpty ? name : "quartermaster"
    }
}
