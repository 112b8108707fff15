/// The elements that a client receives, in order and each once.
///
/// A buffer holds the elements until they are iterated over. When it is full, the client stops receiving. The worker
/// then waits for the client or disconnects it, and the client later repairs what it missed. So keep iterating over
/// each sequence that you use. Several iterators share the elements, so use only one.
///
/// If the client was closed, the sequence ends after the elements received before. If the client failed, the sequence
/// then throws its ``ClientFailure``. Cancelling the iterating task ends its iteration.
public struct Updates<Element: Sendable>: AsyncSequence, Sendable {
    public typealias Failure = ClientFailure

    let buffer: DeliveryBuffer<Element>

    public struct AsyncIterator: AsyncIteratorProtocol {
        let buffer: DeliveryBuffer<Element>

        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(ClientFailure) -> Element? {
            try await buffer.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(buffer: buffer) }
}
