/// The purpose of each of the worker's sockets.
package enum SocketRole: String, CaseIterable, Sendable {
    case events
    case publications
    case control
}
