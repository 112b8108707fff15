import ZeroMQ

/// The connections of one socket and whose they are, so that those of one key can be ended.
///
/// libzmq's monitor tells of a connection by its file descriptor, and a message tells the descriptor and the key of the one
/// that it came by. So a connection is known to be a key's once it has sent something. Descriptors are used again: a message
/// of a connection that has ended must not be taken for one of its successor. What tells them apart is the number that every
/// connection gets when it is let in, provided that the monitor is read before a number is given:
///
/// - a connection is accepted before it is let in, so its number is above all that were given by the time that the monitor
///   told of it;
/// - its predecessor was let in before it ended, so the number of that one is not.
struct ConnectionTable {
    private enum Holder: Hashable {
        /// Has sent nothing yet.
        case unknown
        case key(String)
    }

    private struct Entry {
        let connection: Connection
        /// Numbers up to this one are those of others.
        let floor: UInt64
        var holder = Holder.unknown
    }

    /// By file descriptor.
    private var entries: [Int32: Entry] = [:]

    var count: Int { entries.count }

    /// Takes in who came and went.
    ///
    /// - Parameter lastNumber: of the connections that were let in so far.
    /// - Returns: the file descriptor of a connection that has ended, if the event tells of one.
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

    /// Notes who sent a message; whether its connection has not ended, as far as the monitor has told.
    mutating func note(_ sender: MessageSender) -> Bool {
        guard let entry = entries[sender.fileDescriptor], sender.connection > entry.floor else { return false }
        if entry.holder == .unknown { entries[sender.fileDescriptor]?.holder = .key(sender.key) }
        return true
    }

    /// Ends the connection that a message came by, if it is still there.
    mutating func shutDown(_ sender: MessageSender) {
        guard note(sender) else { return }
        _ = entries[sender.fileDescriptor]?.connection.shutDown()
    }

    /// Ends all connections but those of keys that may stay. Who has sent nothing yet is nobody that may: it connects again, and
    /// misses nothing, since it asked for nothing. How many were ended.
    ///
    /// - Complexity: four system calls for each that is ended.
    func shutDownAll(except mayStay: (_ key: String) -> Bool) -> Int {
        var count = 0
        for entry in entries.values {
            if case .key(let key) = entry.holder, mayStay(key) { continue }
            if entry.connection.shutDown() { count += 1 }
        }
        return count
    }
}
