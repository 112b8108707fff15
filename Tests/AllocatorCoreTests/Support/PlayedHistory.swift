import AllocatorCore
import AllocatorTesting

/// An allocator that plays a random history, batch by batch.
struct PlayedHistory {
    private var batches: ArraySlice<ModelRun.Batch>
    private(set) var allocator = Allocator()
    /// The reference model's cluster before the run of the current batch, which is that of the allocator.
    private(set) var cluster: ReferenceCluster?

    init(seed: UInt64, batches: Int, withPolicies: Bool = false) {
        self.batches = ModelRun.batches(batches, seed: seed, withPolicies: withPolicies)
    }

    /// Applies the calls of the next batch without its run: at that time there is the most to explain.
    mutating func applyBatch() {
        guard let batch = batches.popFirst() else { preconditionFailure("the history has no more batches") }
        for step in batch.steps { allocator.play(step) }
        cluster = batch.cluster
    }

    /// Makes the run that the batch requested, if it did.
    mutating func finishBatch() {
        allocator.finishBatch()
        _ = allocator.takeEffects()
    }
}
