/// What a client receives, in order, each element once.
///
/// It is fed while nobody iterates, up to a bound; then the client stops reading, and the worker in its turn waits or cuts
/// the client off, after which the client repairs what it missed. So whoever asks for a sequence must also iterate over it.
/// Elements are shared out among several iterators: make one.
///
/// The sequence ends when the client is closed and throws the ``ClientFailure`` that ended the client otherwise, in both
/// cases after all that was received before. Cancelling the iterating task ends its iteration.
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
