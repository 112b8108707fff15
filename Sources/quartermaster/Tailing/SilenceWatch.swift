import AllocatorClient
import Synchronization

/// Reports why `tail` receives nothing.
final class SilenceWatch: Sendable {
    private static let patience = Duration.seconds(2)

    private enum State: Sendable {
        case silent
        /// Waiting longer cannot help.
        case hopeless
        case over
    }

    private let endpoints: WorkerEndpoints
    private let state = Mutex(State.silent)

    init(of endpoints: WorkerEndpoints) {
        self.endpoints = endpoints
    }

    /// Records that a publication has arrived.
    func end() { state.withLock { $0 = .over } }

    var isHopeless: Bool {
        state.withLock { if case .hopeless = $0 { true } else { false } }
    }

    /// Probes the connection once if nothing has arrived after a while, and reports the obstacle on standard error.
    func run() async {
        guard (try? await Task.sleep(for: Self.patience)) != nil, isSilent else { return }
        let obstacle = endpoints.obstacle([\.publications])
        guard isSilent, !Task.isCancelled else { return }
        if let obstacle, !obstacle.finding.mayPass {
            state.withLock { $0 = .hopeless }
        } else {
            let nothing = "the worker admits tail but has published nothing that matches, or the key may not observe it"
            Terminal.remark("waiting for publications: \(obstacle?.words ?? nothing)")
        }
    }

    private var isSilent: Bool {
        state.withLock { if case .silent = $0 { true } else { false } }
    }

    /// Probes for the reason why no publications arrive.
    ///
    /// - Returns: `nil` if there is no obstacle.
    func obstacle() -> String? { endpoints.obstacle([\.publications])?.words }
}
