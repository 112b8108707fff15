import NIOCore
import Synchronization

/// The slots for the server's connections. When all are taken, a new connection evicts another one. So viewers cannot
/// lock out probes and Prometheus, which send their request at once and disconnect after the response.
///
/// The connection with the oldest last request is evicted. Without a complete request, its start counts. Event streams
/// are never evicted: `Viewers` bounds their number well below that of the slots.
package final class ConnectionPlaces: Sendable {
    /// The maximum number of simultaneous connections, not counting those being evicted.
    package static let maximumPlaces = 256
    /// The maximum number of connections being evicted. At the maximum, further connections wait to be accepted.
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

    /// The number of evicted connections so far.
    package var displaced: UInt64 { state.withLock { $0.displaced } }

    /// Assigns a slot to a connection, evicting another one if none is free.
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

    /// Records a request on a connection.
    func noteRequest(on connection: ObjectIdentifier) {
        state.withLock { state in
            state.turns += 1
            state.places[connection]?.turn = state.turns
        }
    }

    /// Exempts a connection from eviction.
    func keep(_ connection: ObjectIdentifier) {
        state.withLock { $0.places[connection]?.isKept = true }
    }

    func leave(_ connection: ObjectIdentifier) {
        state.withLock { $0.places[connection] = nil }
    }
}

/// Reports a connection's requests to `ConnectionPlaces`. Placed after the HTTP decoder, it sees only complete parts of
/// requests.
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
