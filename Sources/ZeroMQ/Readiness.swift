import CZeroMQ

/// The operations on a socket or file descriptor that do not wait.
package struct Readiness: OptionSet, Hashable, Sendable {
    package let rawValue: Int16

    package init(rawValue: Int16) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: Int16(ZMQ_POLLIN))
    package static let writable = Readiness(rawValue: Int16(ZMQ_POLLOUT))
    /// A file descriptor failed or was hung up. Sockets never report this.
    package static let failed = Readiness(rawValue: Int16(ZMQ_POLLERR))
}

extension Readiness: SocketOptionValue {
    package init?(encoded: Int32) {
        guard let bits = Int16(exactly: encoded) else { return nil }
        self.init(rawValue: bits)
    }

    package var encoded: Int32? { Int32(rawValue) }
}
