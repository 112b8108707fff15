package import AllocatorCore

extension WireAllocatorState {
    package init(_ state: AllocatorState) {
        self.init()
        nowNs = state.now.nanoseconds
        appliedCalls = state.appliedCalls
        mastersNotListening = state.mastersNotListening
        if let cluster = state.cluster { self.cluster = WireClusterState(cluster) }
    }
}

extension AllocatorState {
    /// Reads the state. Restoring an allocator from it checks that the state is consistent.
    package init(_ message: WireAllocatorState) throws(MalformedField) {
        self.init(now: Instant(nanoseconds: message.nowNs), appliedCalls: message.appliedCalls)
        mastersNotListening = message.mastersNotListening
        if message.hasCluster {
            cluster = try read("cluster") { () throws(MalformedField) in try ClusterState(message.cluster) }
        }
    }
}
