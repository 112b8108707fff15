import NIOCore
import Synchronization

/// The slots for the server's connections. When all are taken, a new connection evicts another one. So a probe or
/// Prometheus always gets in, whatever viewers do: each of them sends its request at once and is gone after the answer.
///
/// The evicted connection is the one whose last request is the oldest; one without a request counts from its start,
/// however slowly it sends. Connections that show the page are kept: `Viewers` bounds their number well below that of
/// the slots.
package final class ConnectionPlaces: Sendable {
    /// The maximum number of simultaneous connections, not counting those being evicted.
    package static let maximumPlaces = 256
    /// Connections that are giving way at once at most; while there are so many, further ones wait to be accepted.
    package static let maximumLeaving = 64

    private struct Place: Sendable {
        let close: @Sendable () -> Void
        /// The order of the connection's last request.
        var turn: UInt64
        var isKept = false
    }

    private struct State: Sendable {
        var places: [ObjectIdentifier: Place] = [:]
        var turns: UInt64 = 0
        var displaced: UInt64 = 0
    }

    private let maximum: Int
    private let state = Mutex(State())

    package init(maximum: Int = maximumPlaces) {
        self.maximum = maximum
    }

    /// Connections that gave way so far.
    package var displaced: UInt64 { state.withLock { $0.displaced } }

    /// Gives a connection a place.
    func enter(_ connection: any Channel) {
        enter(ObjectIdentifier(connection)) { connection.close(promise: nil) }
    }

    func enter(_ connection: ObjectIdentifier, close: @escaping @Sendable () -> Void) {
        let leaving = state.withLock { state -> Place? in
            state.turns += 1
            let isFull = state.places.count >= maximum
            let oldest = isFull ? state.places.filter { !$0.value.isKept }.min { $0.value.turn < $1.value.turn } : nil
            state.places[connection] = Place(close: close, turn: state.turns)
            guard let oldest else { return nil }
            state.displaced += 1
            return state.places.removeValue(forKey: oldest.key)
        }
        leaving?.close()
    }

    /// Notes that a connection has made a request.
    func noteRequest(on connection: ObjectIdentifier) {
        state.withLock { state in
            state.turns += 1
            state.places[connection]?.turn = state.turns
        }
    }

    /// Lets a connection stay until it ends.
    func keep(_ connection: ObjectIdentifier) {
        state.withLock { $0.places[connection]?.isKept = true }
    }

    func leave(_ connection: ObjectIdentifier) {
        state.withLock { $0.places[connection] = nil }
    }
}

/// Reports one connection's requests to `ConnectionPlaces`. It follows the HTTP decoder, so only whole parts of
/// requests reach it.
final class PlaceHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let places: ConnectionPlaces

    init(_ places: ConnectionPlaces) {
        self.places = places
    }

    func handlerAdded(context: ChannelHandlerContext) {
        places.enter(context.channel)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        places.leave(ObjectIdentifier(context.channel))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        places.noteRequest(on: ObjectIdentifier(context.channel))
        context.fireChannelRead(data)
    }
}
