import ZeroMQ

/// The connections of one socket and the keys that they belong to, so that the connections of one key can be closed.
///
/// libzmq's monitor identifies a connection by its file descriptor. A message carries the descriptor and the key of its
/// connection. The table therefore learns the key of a connection from its first message. The system reuses
/// descriptors, so a late message of a closed connection must not be attributed to the next connection on that
/// descriptor. The number that the gate assigns to each admitted connection tells them apart. This requires reading the
/// monitor before a number is assigned:
///
/// - libzmq accepts a connection before the gate admits it. Its number is therefore above all numbers that were
///   assigned when the monitor reported it.
/// - The preceding connection was admitted before it closed. Its number is therefore not above them.
struct ConnectionTable {
    private enum Holder: Hashable {
        /// The connection has not sent a message yet.
        case unknown
        case key(String)
    }

    private struct Entry {
        let connection: Connection
        /// Numbers up to this one belong to earlier connections.
        let floor: UInt64
        var holder = Holder.unknown
    }

    /// The entries by file descriptor.
    private var entries: [Int32: Entry] = [:]

    var count: Int { entries.count }

    /// Records a monitor event.
    ///
    /// - Parameter lastNumber: The last number that was assigned to a connection.
    /// - Returns: The file descriptor of a closed connection if the event reports one, otherwise `nil`.
    mutating func note(_ event: SocketEvent, lastNumber: UInt64) -> Int32? {
        switch event.kind {
        case .accepted(let descriptor), .connected(let descriptor):
            let former = entries.removeValue(forKey: descriptor)
            if let connection = Connection(fileDescriptor: descriptor) {
                entries[descriptor] = Entry(connection: connection, floor: lastNumber)
            }
            return former == nil ? nil : descriptor
        case .disconnected(let descriptor):
            return entries.removeValue(forKey: descriptor) == nil ? nil : descriptor
        default:
            return nil
        }
    }

    /// Records the key of a message's sender.
    ///
    /// - Returns: Whether the connection is still open, as far as the monitor has reported.
    mutating func note(_ sender: MessageSender) -> Bool {
        guard let entry = entries[sender.fileDescriptor], sender.connection > entry.floor else { return false }
        if entry.holder == .unknown { entries[sender.fileDescriptor]?.holder = .key(sender.key) }
        return true
    }

    /// Closes the connection of a message if it is still open.
    mutating func shutDown(_ sender: MessageSender) {
        guard note(sender) else { return }
        _ = entries[sender.fileDescriptor]?.connection.shutDown()
    }

    /// Closes all connections except those of keys that may stay.
    ///
    /// A connection whose key is still unknown is closed too. Its peer reconnects and loses nothing, since it has sent
    /// no request.
    ///
    /// - Returns: The number of closed connections.
    /// - Complexity: Four system calls for each closed connection.
    func shutDownAll(except mayStay: (_ key: String) -> Bool) -> Int {
        var count = 0
        for entry in entries.values {
            if case .key(let key) = entry.holder, mayStay(key) { continue }
            if entry.connection.shutDown() { count += 1 }
        }
        return count
    }
}
