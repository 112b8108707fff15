import DequeModule
import Synchronization

/// Passes elements from the client's thread to iterating tasks, in order and each once.
///
/// The producer keeps it bounded: it checks `isFull` before appending, and `onRoom` reports when there is room again.
final class DeliveryBuffer<Element: Sendable>: Sendable {
    private struct State: Sendable {
        var elements: Deque<Element> = []
        var waiting: Deque<Promise<Element?>> = []
        /// The end of the sequence, or `nil` while more elements may arrive.
        var ending: Result<Void, ClientFailure>?
    }

    let capacity: Int
    private let onRoom: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter onRoom: Called on the consumer's thread when a full buffer has room again.
    init(capacity: Int, onRoom: @escaping @Sendable () -> Void) {
        self.capacity = capacity
        self.onRoom = onRoom
    }

    var isFull: Bool { state.withLock { $0.elements.count >= capacity } }

    /// Appends an element even if the buffer is full. After the end of the sequence, the element is dropped.
    func append(_ element: Element) {
        state.withLock { state in
            guard state.ending == nil else { return }
            // A cancelled task takes no element.
            while let promise = state.waiting.popFirst() {
                if promise.fulfil(.success(element)) { return }
            }
            state.elements.append(element)
        }
    }

    /// Appends an element and drops the oldest one if the buffer is full.
    func appendDroppingOldest(_ element: Element) {
        append(element)
        state.withLock { state in
            if state.elements.count > capacity { state.elements.removeFirst() }
        }
    }

    /// Ends the sequence after its buffered elements, with a failure if there is one.
    func finish(_ failure: ClientFailure? = nil) {
        let waiting = state.withLock { state in
            guard state.ending == nil else { return Deque<Promise<Element?>>() }
            state.ending = failure.map { .failure($0) } ?? .success(())
            let waiting = state.waiting
            state.waiting = []
            return waiting
        }
        for promise in waiting { promise.fulfil(failure.map { .failure($0) } ?? .success(nil)) }
    }

    /// Waits for the next element.
    ///
    /// - Returns: The element, or `nil` after the end of the sequence or if the task was cancelled.
    nonisolated(nonsending) func next() async throws(ClientFailure) -> Element? {
        switch take() {
        case .taken(let element): return element
        case .ended(let result):
            try result.get()
            return nil
        case .waits(let promise):
            do {
                return try await promise.value()
            } catch .cancelled {
                return nil
            }
        }
    }

    private enum Taking {
        case taken(Element)
        case waits(Promise<Element?>)
        case ended(Result<Void, ClientFailure>)
    }

    private func take() -> Taking {
        let (taking, hasRoomAgain) = state.withLock { state -> (Taking, Bool) in
            if let element = state.elements.popFirst() {
                return (.taken(element), state.elements.count == capacity - 1)
            }
            if let ending = state.ending { return (.ended(ending), false) }
            let promise = Promise<Element?>()
            state.waiting.append(promise)
            return (.waits(promise), false)
        }
        if hasRoomAgain { onRoom() }
        return taking
    }
}
