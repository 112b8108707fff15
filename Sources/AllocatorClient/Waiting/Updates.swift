/// The elements that a client receives, in order and each once.
///
/// A buffer holds elements that are not iterated over yet. When it is full, the client stops receiving. The worker then
/// waits or disconnects the client, which later repairs what it missed. So iterate over each sequence that you ask for.
/// Elements are shared out among several iterators: make only one.
///
/// After all elements received before, the sequence ends if the client was closed, and otherwise throws the
/// ``ClientFailure`` that ended the client. Cancelling the iterating task ends its iteration.
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
