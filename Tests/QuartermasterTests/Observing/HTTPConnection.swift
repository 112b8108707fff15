import Foundation
import Glibc

/// A connection to 127.0.0.1 for the bytes that no HTTP client sends, and for streams. Owned by one task.
///
/// Ordinary requests go through `HTTPAnswer`.
struct HTTPConnection: ~Copyable {
    private let descriptor: Int32
    /// How long each part of an answer is waited for.
    private let patience: Duration
    /// Received and not yet looked at.
    private var received: [UInt8] = []

    init(port: Int, patience: Duration = Patience.usual) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var peer = sockaddr_in()
        peer.sin_family = sa_family_t(AF_INET)
        peer.sin_port = UInt16(port).bigEndian
        peer.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafeBytes(of: &peer) {
            connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t($0.count))
        }
        guard result == 0 else {
            close(descriptor)
            throw Overdue(description: "no connection to port \(port)")
        }
        self.descriptor = descriptor
        self.patience = patience
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Whether anything came; false at the end of the connection.
    private mutating func receiveMore(until deadline: ContinuousClock.Instant) throws -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let rest = max(0, (deadline - .now) / .milliseconds(1))
        guard poll(&waiting, 1, Int32(rest)) > 0 else { throw Overdue(description: "nothing came over HTTP") }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        received += buffer.prefix(count)
        return true
    }

    /// The bytes before `separator`, which is taken too; nil where the connection ends before it.
    mutating func read(upTo separator: String) throws -> String? {
        let deadline = ContinuousClock.now + patience
        let end = Array(separator.utf8)
        var searched = 0
        while true {
            if let range = received[searched...].firstRange(of: end) {
                defer { received.removeSubrange(..<range.upperBound) }
                return String(decoding: received[..<range.lowerBound], as: UTF8.self)
            }
            searched = max(0, received.count - end.count)
            guard try receiveMore(until: deadline) else { return nil }
        }
    }

    /// The head of a response: its status and headers.
    mutating func head() throws -> (status: Int, headers: [String: String]) {
        guard let head = try read(upTo: "\r\n\r\n") else { throw Overdue(description: "no response") }
        let lines = head.components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Overdue(description: "no status: \(head)")
        }
        let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (line[..<colon].lowercased(), value)
        }
        return (status, Dictionary(pairs) { first, _ in first })
    }
}
