import AllocatorWire
import Synchronization

/// Paced probes: for a worker, the removal and re-addition of an agent, which is then offered to a framework.
final class Probes: Sendable {
    static let master = "probe"
    static let framework = Messages.frameworkID(999_999)
    static let agent = Messages.agent(agentID, total: [Messages.scalar("cpus", 1), Messages.scalar("mem", 1_024)])

    private static let agentID = Messages.agentID(999_999)

    private let frames: Frames
    private let interval: Duration
    private let begin = ContinuousClock.now
    private let sent = Atomic<Int>(0)

    init(of frames: Frames, perSecond: Double) {
        self.frames = frames
        interval = .seconds(1) / perSecond
    }

    convenience init(perSecond: Double) throws {
        var frames = Frames()
        var reference = WireAgentRef()
        reference.agentID = Self.agentID
        try frames.append(batch: [Messages.event(.removeAgent(reference)), Messages.event(Self.agent)])
        self.init(of: frames, perSecond: perSecond)
    }

    /// Returns the due time of a probe, counted from 0.
    func due(_ number: Int) -> ContinuousClock.Instant { begin + interval * (number + 1) }

    /// Sends the next probe if it is due. Must be called on one thread only.
    func sendIfDue(by push: borrowing Push) throws {
        guard due(sent.load(ordering: .relaxed)) <= ContinuousClock.now else { return }
        sent.add(1, ordering: .relaxed)
        var next = 0
        while next < frames.count { next += try push.send(frames, next..<frames.count) }
    }
}
