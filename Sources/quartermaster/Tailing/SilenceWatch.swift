import AllocatorClient
import Synchronization

/// Tells the user what `tail` waits for where nothing comes.
final class SilenceWatch: Sendable {
    private static let patience = Duration.seconds(2)

    private enum State: Sendable {
        case silent
        /// Waiting longer does not help.
        case hopeless
        case over
    }

    private let endpoints: WorkerEndpoints
    private let state = Mutex(State.silent)

    init(of endpoints: WorkerEndpoints) {
        self.endpoints = endpoints
    }

    /// Something came.
    func end() { state.withLock { $0 = .over } }

    var isHopeless: Bool {
        state.withLock { if case .hopeless = $0 { true } else { false } }
    }

    /// Looks once, after a while, for what keeps publications away, and writes it to standard error.
    func run() async {
        guard (try? await Task.sleep(for: Self.patience)) != nil, isSilent else { return }
        let obstacle = endpoints.obstacle([\.publications])
        guard isSilent, !Task.isCancelled else { return }
        if let obstacle, !obstacle.finding.mayPass {
            state.withLock { $0 = .hopeless }
        } else {
            let nothing = "the worker lets tail in and has published nothing of this, or the key may not observe it"
            Terminal.remark("waiting for publications: \(obstacle?.words ?? nothing)")
        }
    }

    private var isSilent: Bool {
        state.withLock { if case .silent = $0 { true } else { false } }
    }

    /// What keeps publications away; nil: nothing does.
    func obstacle() -> String? { endpoints.obstacle([\.publications])?.words }
}
