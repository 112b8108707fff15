import Foundation
import Glibc

/// A response as it came.
struct HTTPAnswer: Sendable {
    let status: Int
    /// By name in small letters.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else {
            throw Overdue(description: "no JSON object: \(text.prefix(500))")
        }
        return object
    }
}

/// Speaks HTTP to 127.0.0.1 byte by byte, so that a test can say what no library would. Owned by one task.
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

    private mutating func read(count: Int) throws -> [UInt8] {
        let deadline = ContinuousClock.now + patience
        while received.count < count {
            guard try receiveMore(until: deadline) else { throw Overdue(description: "the body ended early") }
        }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
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

    /// Asks and gives the whole answer.
    mutating func request(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String = ""
    ) throws -> HTTPAnswer {
        var all = ["Host": "127.0.0.1"]
        if !body.isEmpty { all["Content-Length"] = "\(body.utf8.count)" }
        all.merge(headers) { $1 }
        let lines = all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
        send("\(method) \(path) HTTP/1.1\r\n\(lines)\r\n\(body)")
        let (status, headers) = try head()
        let length = method == "HEAD" || status == 304 ? 0 : Int(headers["content-length"] ?? "0") ?? 0
        return HTTPAnswer(status: status, headers: headers, body: try read(count: length))
    }

    static func get(_ path: String, port: Int, headers: [String: String] = [:]) throws -> HTTPAnswer {
        var connection = try HTTPConnection(port: port)
        return try connection.request("GET", path, headers: headers)
    }
}
