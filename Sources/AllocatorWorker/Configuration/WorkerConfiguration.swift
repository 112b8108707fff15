package import AllocatorJournal
package import AllocatorWire
import Glibc
package import Logging
package import ZeroMQ

/// Everything that can be configured, checked.
package struct WorkerConfiguration: Sendable {
    package enum Clock: String, CaseIterable, Sendable {
        case system
        case `virtual`
    }

    package var events = WorkerConfiguration.loopback(port: 5550)
    package var publications = WorkerConfiguration.loopback(port: 5551)
    package var control = WorkerConfiguration.loopback(port: 5552)
    /// Of the files of ipc sockets.
    package var ipcMode: UInt32 = 0o600
    /// Nil: nobody is asked for a key.
    package var access: WorkerAccess?
    /// What was said of it: where the worker's keys are, and who may connect.
    var curveKey: String?
    var allow: String?
    /// Whether endpoints that others than this machine can reach may do without keys.
    var isInsecure = false
    package var clock = Clock.system
    /// What was said of it; nil: nothing.
    var isEphemeral: Bool?
    /// The folder that clusters are kept in; nil: they are not kept.
    package var data: String?
    package var durability = Durability.full
    package var snapshotPace = SnapshotPace()
    package var damagedLog = DamagedLogPolicy.refuse
    /// Nil: as the clock has it.
    package var requireSubscriber: Bool?
    /// Milliseconds.
    package var subscriberGrace = 5_000
    package var name = WorkerConfiguration.machineName
    package var readyFile: String?
    package var maximumClusters = 64
    /// To each of the sockets.
    package var maximumConnections = 1_000
    package var limits = WireLimits()
    package var clusterLimits = ClusterLimits()
    /// What one question may cost, in hundredths of what it may by default.
    package var queryWork = 100
    /// Messages per sender.
    package var eventsQueue = 1_000
    /// Messages per subscriber: what the worker's memory may hold for each. A burst that is larger is no loss: the worker
    /// waits for those who read it.
    package var publicationsQueue = 10_000
    /// For how long one subscriber may be waited for in all.
    package var subscriberPatience: Duration = .seconds(2)
    package var replayWindow = ReplayWindow.Bounds()
    package var logLevel = Logger.Level.info
    package var logFormat = LogFormat.text

    package init() {}

    /// Whether nothing is offered to the frameworks of a master that does not listen. Under the virtual clock, where a
    /// history must come out the same whoever watches, only where it is asked for.
    package var requiresSubscriber: Bool { requireSubscriber ?? (clock == .system) }

    /// Those that others than this machine can reach without a key.
    var openEndpoints: [Endpoint] {
        access == nil ? [events, publications, control].filter { !$0.isOfThisMachine } : []
    }

    private static func loopback(port: UInt16) -> Endpoint {
        do {
            return try Endpoint("tcp://127.0.0.1:\(port)")
        } catch {
            preconditionFailure("a default is wrong: \(error)")
        }
    }

    private static var machineName: String {
        // POSIX's longest name of a host, and the closing zero.
        var bytes = [UInt8](repeating: 0, count: 256)
        let isKnown = bytes.withUnsafeMutableBytes {
            gethostname($0.assumingMemoryBound(to: CChar.self).baseAddress!, $0.count - 1) == 0
        }
        let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return isKnown && !name.isEmpty ? name : "quartermaster"
    }
}
