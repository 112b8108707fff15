/// The hypothetical result of calls and of the passage of time, computed on a copy of the allocator.
package struct Supposition: Sendable {
    package struct Event: Sendable {
        package var call: Call
        package var master: String

        package init(_ call: Call, by master: String) {
            self.call = call
            self.master = master
        }
    }

    /// The maximum cost of one query, so that runs are not delayed for long.
    package struct Bound: Sendable {
        package var events = 1_000
        /// The maximum number of agents, frameworks and roles of the cluster. The cluster is copied, and every run may
        /// visit all of them.
        package var clusterSize = 2_500
        /// The maximum number of allocation runs.
        package var runs = 10

        package init() {}
    }

    /// The change of a share, with `nil` for a client that is not in the order.
    package struct ShareChange: Hashable, Sendable {
        package var role: Name
        /// The framework, or `nil` for the role itself with its subtree.
        package var framework: Name?
        /// The dominant share before the calls.
        package var before: Double?
        package var after: Double?

        package init(role: Name, framework: Name?, before: Double?, after: Double?) {
            self.role = role
            self.framework = framework
            self.before = before
            self.after = after
        }
    }

    /// The refusal of each event, or `nil` for an accepted event.
    package var refusals: [Refusal?]
    package var runs: [AllocationRun]
    /// The time of the cluster's clock at the end.
    package var time: Instant
    /// The changed shares, sorted by role, with each role before its frameworks.
    package var shares: [ShareChange]
}

extension Allocator {
    /// Computes the result of calls, applied as one batch, and of the passage of time.
    ///
    /// - Parameter span: The time that passes after the batch. If `nil`, the time until the next run.
    /// - Throws: `failedPrecondition` before `initialize`, `invalidArgument` if `initialize` or `advance` is among the
    ///   calls, `resourceExhausted` if the cost would exceed `bound`.
    /// - Complexity: That of a copy of the cluster and of the runs.
    package func supposing(
        _ events: [Supposition.Event], advancedBy span: TimeSpan? = nil,
        bound: Supposition.Bound = Supposition.Bound()
    ) throws(Refusal) -> Supposition {
        let cluster = try initialized()
        try check(events, span, bound, cluster)
        var copy = self
        _ = copy.takeEffects()
        var refusals: [Refusal?] = []
        for event in events {
            do throws(Refusal) {
                _ = try copy.apply(event.call, by: event.master)
                refusals.append(nil)
            } catch {
                refusals.append(error)
            }
        }
        copy.finishBatch()
        let end = span.map { now.advanced(by: $0) } ?? max(copy.nextRun ?? now, now)
        // Advances effect by effect, so that runs take place when they are due, whatever the clock.
        while let next = copy.nextEffect, next <= end { copy.advance(to: next) }
        copy.advance(to: end)
        return Supposition(
            refusals: refusals, runs: copy.takeEffects().compactMap { if case .run(let run) = $0 { run } else { nil } },
            time: copy.now, shares: copy.shareChanges(since: self))
    }

    private func check(
        _ events: [Supposition.Event], _ span: TimeSpan?, _ bound: Supposition.Bound, _ cluster: Cluster
    ) throws(Refusal) {
        guard events.count <= bound.events else {
            throw .resourceExhausted("one supposition may have at most \(bound.events) events; send fewer")
        }
        for event in events {
            switch event.call {
            case .initialize:
                throw .invalidArgument("initialize cannot be an event here: start another worker to try other options")
            case .advance:
                throw .invalidArgument("advance cannot be an event here: set the field advance of the query")
            default: continue
            }
        }
        let size = cluster.agents.count + cluster.frameworks.addedCount + cluster.tree.count
        guard size <= bound.clusterSize else {
            throw .resourceExhausted(
                "the cluster has \(size) agents, frameworks and roles; suppositions are limited to \(bound.clusterSize)"
                    + " so that they do not delay runs; export its journal and try it in a separate worker")
        }
        if let span, span.nanoseconds / cluster.options.allocationInterval.nanoseconds > Int64(bound.runs) {
            throw .resourceExhausted(
                "one supposition may cover at most \(bound.runs) allocation intervals of"
                    + " \(cluster.options.allocationInterval.nanoseconds / 1_000_000) ms; advance by less")
        }
    }

    // MARK: Shares

    private func shareChanges(since earlier: Allocator) -> [Supposition.ShareChange] {
        let before = earlier.cluster?.shares ?? [:]
        let after = cluster?.shares ?? [:]
        return Set(before.keys).union(after.keys).sorted().compactMap { key in
            guard before[key] != after[key] else { return nil }
            return Supposition.ShareChange(
                role: key.role, framework: key.framework, before: before[key], after: after[key])
        }
    }
}

private struct ShareKey: Hashable, Comparable {
    var role: Name
    var framework: Name?

    static func < (left: ShareKey, right: ShareKey) -> Bool {
        if left.role != right.role { return left.role < right.role }
        guard let framework = right.framework else { return false }
        return left.framework.map { $0 < framework } ?? true
    }
}

extension Cluster {
    /// The dominant shares of all clients of the fair orders.
    fileprivate var shares: [ShareKey: Double] {
        var shares: [ShareKey: Double] = [:]
        for role in tree.roles.slots {
            if let parent = tree.roles[role].parent, let place = tree.roles[role].place {
                shares[ShareKey(role: tree.roles[role].path)] = share(of: tree.roles[parent].order[place].allocated)
            }
            for place in tree.roles[role].frameworks.allClients {
                let client = tree.roles[role].frameworks[place]
                let key = ShareKey(role: tree.roles[role].path, framework: client.name)
                shares[key] = share(of: client.allocated)
            }
        }
        return shares
    }

    private func share(of allocated: Quantities) -> Double {
        Share(of: allocated, in: tree.totals, weight: .one).value
    }
}
