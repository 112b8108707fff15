import AllocatorCore
import Testing

/// An allocator with an initialized cluster, whose invariants are checked after every batch.
final class TestCluster {
    private(set) var allocator: Allocator
    /// The offers that the last batch rescinded, as `time framework role agent: resources (total)`.
    private(set) var rescinded: [String] = []

    /// Agents are ordered by id unless `change` says otherwise, so that offers are predictable.
    init(
        clock: Allocator.Clock = .virtual, limits: AllocatorLimits = AllocatorLimits(),
        _ change: (inout AllocatorOptions) -> Void = { _ in }
    ) throws {
        var options = AllocatorOptions()
        options.agentOrder = .byID
        change(&options)
        allocator = Allocator(clock: clock, limits: limits)
        _ = try allocator.apply(.initialize(options, reset: false), by: "m")
    }

    /// Creates an allocator without a cluster.
    init(uninitialized clock: Allocator.Clock) { allocator = Allocator(clock: clock) }

    /// One batch.
    ///
    /// - Returns: The runs that it caused.
    @discardableResult
    func play(
        _ calls: Call..., by master: String = "m", sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [AllocationRun] {
        for call in calls { _ = try allocator.apply(call, by: master) }
        allocator.finishBatch()
        return takeRuns(sourceLocation)
    }

    func limit(by limits: AllocatorLimits) { allocator.limit(by: limits) }

    /// Moves the time as the system clock does.
    @discardableResult
    func advance(to time: Instant, sourceLocation: SourceLocation = #_sourceLocation) -> [AllocationRun] {
        allocator.advance(to: time)
        return takeRuns(sourceLocation)
    }

    /// A batch of its own.
    @discardableResult
    func setListening(
        _ isListening: Bool, _ master: String, sourceLocation: SourceLocation = #_sourceLocation
    ) -> [AllocationRun] {
        allocator.setListening(isListening, master: master)
        allocator.finishBatch()
        return takeRuns(sourceLocation)
    }

    private func takeRuns(_ sourceLocation: SourceLocation) -> [AllocationRun] {
        #expect(allocator.brokenInvariants() == [], sourceLocation: sourceLocation)
        var runs: [AllocationRun] = []
        rescinded = []
        for effect in allocator.takeEffects() {
            switch effect {
            case .run(let run): runs.append(run)
            case .rescinded(let rescission): rescinded += rescission.summary
            }
        }
        return runs
    }

    /// The outstanding offers of a master, as `framework role agent: resources`.
    func outstanding(_ master: String = "m") -> [String] { allocator.outstandingOffers(of: master).flatMap(\.summary) }

    func reply(to call: Call) throws -> Reply { try allocator.apply(call, by: "m") }

    /// Applies a call, and expects that a refusal changes nothing.
    ///
    /// - Returns: The refusal, or `nil` if the call is accepted.
    func refusal(of call: Call, sourceLocation: SourceLocation = #_sourceLocation) -> Refusal? {
        let before = allocator.digest()
        do {
            _ = try allocator.apply(call, by: "m")
            return nil
        } catch {
            #expect(allocator.digest() == before, "a refused call changes nothing", sourceLocation: sourceLocation)
            #expect(allocator.brokenInvariants() == [], sourceLocation: sourceLocation)
            #expect(!error.message.isEmpty, sourceLocation: sourceLocation)
            return error
        }
    }

    var digest: String { allocator.digest() }
}

extension [AllocationRun] {
    /// The offers as `framework role agent: resources`, run by run in the order of publication.
    var offers: [String] { flatMap { $0.offers.flatMap(\.summary) } }

    /// The inverse offers, as `framework agent start`.
    var inverseOffers: [String] {
        flatMap { run in
            run.inverseOffers.flatMap { offer in
                offer.agents.map { "\(offer.framework) \($0.agent) \($0.unavailability.start)" }
            }
        }
    }
}

extension FrameworkOffers {
    /// The offers as `framework role agent: resources`.
    var summary: [String] {
        roles.flatMap { role in
            role.agents.map { "\(framework) \(role.role) \($0.agent): \($0.resources.summary)" }
        }
    }
}

extension Rescission {
    /// The time in milliseconds.
    var summary: [String] {
        frameworks.flatMap { framework in
            framework.offers.summary.map { "\(time.nanoseconds / 1_000_000) \($0) (\(framework.rescindedInAll))" }
        }
    }
}

extension Refusal {
    /// The name of the code on the wire.
    var codeName: String {
        switch self {
        case .invalidArgument: "INVALID_ARGUMENT"
        case .notFound: "NOT_FOUND"
        case .alreadyExists: "ALREADY_EXISTS"
        case .failedPrecondition: "FAILED_PRECONDITION"
        case .fenced: "FENCED"
        case .outOfSequence: "OUT_OF_SEQUENCE"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .internalFailure: "INTERNAL"
        case .permissionDenied: "PERMISSION_DENIED"
        }
    }
}
