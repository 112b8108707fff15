/// The worker's sockets, as those who are to be let in see them.
package enum Door: String, CaseIterable, Sendable {
    case events
    case publications
    case control
}
