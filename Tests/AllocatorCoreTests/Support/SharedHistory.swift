import AllocatorCore
import AllocatorTesting

/// A random history that the allocator and the reference allocator live through alike.
struct SharedHistory {
    private var history: RandomHistory
    private(set) var reference = ReferenceAllocator()
    private(set) var allocator = Allocator()

    init(seed: UInt64) { history = RandomHistory(seed: seed) }

    /// Applies the calls of the next batch, whose run is not made yet: at that time there is the most to explain.
    mutating func applyBatch() {
        for _ in 0..<history.batchSize() {
            switch history.nextStep(reference) {
            case .listening(let isListening, let master):
                reference.setListening(isListening, master: master)
                allocator.setListening(isListening, master: master)
            case .call(let call, let master):
                _ = try? reference.apply(call, by: master)
                _ = try? allocator.apply(call, by: master)
            }
        }
    }

    /// Makes the run that the batch asked for, if it did.
    mutating func finishBatch() {
        reference.finishBatch()
        allocator.finishBatch()
        _ = (reference.takeEffects(), allocator.takeEffects())
    }
}
