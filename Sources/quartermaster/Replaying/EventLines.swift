import AllocatorWire
import Glibc

/// Reads the events of a file of JSON lines, a batch at a time.
struct EventLines {
    /// Bytes of a line; more than the largest event that a worker takes unless told otherwise.
    private static let maximumLine = 64 << 20

    private let path: String
    private let decoder = FrameDecoder<WireExportedEvent>(limits: WireLimits(maximumFrameSize: maximumLine))
    private let limits = WireLimits()
    private var number = 0
    /// The first line of the next batch.
    private var next: WireExportedEvent?

    init(path: String) throws(UnreadableEvents) {
        self.path = path
        guard path != "-" else { return }
        guard freopen(path, "r", stdin) != nil else {
            throw UnreadableEvents(
                place: path, reason: "\(String(cString: strerror(errno))); give a file that can be read, or -")
        }
    }

    /// The events of the next batch, without their numbers; nil at the end.
    mutating func nextBatch() throws(UnreadableEvents) -> [WireEvent]? {
        if next == nil { next = try nextLine() }
        guard let first = next else { return nil }
        var batch = [first.event]
        next = try nextLine()
        while let line = next, line.batch != 0, line.batch == first.batch, line.event.cluster == first.event.cluster,
            batch.count < limits.maximumFramesPerBatch
        {
            batch.append(line.event)
            next = try nextLine()
        }
        return batch
    }

    private mutating func nextLine() throws(UnreadableEvents) -> WireExportedEvent? {
        while let text = readLine() {
            number += 1
            if text.allSatisfy(\.isWhitespace) { continue }
            do {
                var line = try decoder.decode(Array(text.utf8))
                guard line.hasEvent else { throw UnreadableEvents(place: "", reason: "it has no event") }
                line.event.epoch = 0
                line.event.sequence = 0
                return line
            } catch let error as UnreadableEvents {
                throw UnreadableEvents(place: "\(path):\(number)", reason: error.reason)
            } catch {
                throw UnreadableEvents(place: "\(path):\(number)", reason: "\(error)")
            }
        }
        return nil
    }
}

struct UnreadableEvents: Error, CustomStringConvertible {
    let place: String
    let reason: String

    var description: String { "\(place): \(reason)" }
}
