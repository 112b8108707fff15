import AllocatorWire
import Glibc

/// Reads the events of a file of JSON lines, a batch at a time.
struct EventLines: ~Copyable {
    /// Bytes of a line; more than the largest event that a worker takes unless told otherwise.
    private static let maximumLine = 64 << 20

    private let path: String
    private let file: UnsafeMutablePointer<FILE>
    private let decoder = FrameDecoder<WireExportedEvent>(limits: WireLimits(maximumFrameSize: maximumLine))
    private let limits = WireLimits()
    private var number = 0
    /// The first line of the next batch.
    private var next: WireExportedEvent?

    /// - Parameter path: of a file; `-` is standard input.
    init(path: String) throws(UnreadableEvents) {
        guard let file = path == "-" ? fdopen(STDIN_FILENO, "r") : fopen(path, "r") else {
            throw UnreadableEvents(
                place: path, reason: "\(String(cString: strerror(errno))); give a file that can be read, or -")
        }
        self.path = path
        self.file = file
    }

    deinit { fclose(file) }

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
        var bytes = readLine()
        while let line = bytes, line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }) { bytes = readLine() }
        guard let bytes else { return nil }
        var line: WireExportedEvent
        do {
            line = try decoder.decode(bytes)
        } catch {
            throw UnreadableEvents(place: "\(path):\(number)", reason: "\(error)")
        }
        guard line.hasEvent else { throw UnreadableEvents(place: "\(path):\(number)", reason: "it has no event") }
        line.event.epoch = 0
        line.event.sequence = 0
        return line
    }

    /// The next line with its end; nil at the end of the file.
    private mutating func readLine() -> [UInt8]? {
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        let count = getline(&line, &capacity, file)
        guard count > 0, let line else { return nil }
        number += 1
        return UnsafeRawBufferPointer(start: line, count: count).map { $0 }
    }
}

struct UnreadableEvents: Error, CustomStringConvertible {
    let place: String
    let reason: String

    var description: String { "\(place): \(reason)" }
}
