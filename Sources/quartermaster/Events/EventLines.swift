import AllocatorWire
import Foundation
import Glibc
import SwiftProtobuf

/// Reads the events of a file of JSON lines, a batch at a time.
///
/// A line is an event in JSON, or a line of `quartermaster journal export`: an object with an `event`.
struct EventLines: ~Copyable {
    /// The maximum length of a line, in bytes. It exceeds the default maximum size of an event.
    private static let maximumLine = 64 << 20

    /// The description of a line, for help texts.
    static let format = """
        A line is an event in JSON, such as {"master": "m1", "pause": {}}, or a line of `quartermaster journal \
        export`, which is an object with an `event`. Empty lines are skipped.
        """

    private let path: String
    private let file: UnsafeMutablePointer<FILE>
    private let defaultMaster: String?
    private let exportedDecoder = FrameDecoder<WireExportedEvent>(limits: WireLimits(maximumFrameSize: maximumLine))
    private let eventDecoder = EventDecoder(limits: WireLimits(maximumFrameSize: maximumLine))
    private let limits = WireLimits()
    private var number = 0
    private var hasEvents = false
    /// The first line of the next batch.
    private var next: WireExportedEvent?

    /// - Parameters:
    ///   - path: The path of a file; `-` is standard input.
    ///   - defaultMaster: The master of events that name none. If `nil`, each event must name its master.
    init(path: String, defaultMaster: String? = nil) throws(UnreadableEvents) {
        // The system can open a folder as a file. Only reading fails.
        guard path == "-" || !Self.isFolder(path) else {
            throw UnreadableEvents(place: path, reason: "is a folder; give a file of events, or -")
        }
        guard let file = path == "-" ? fdopen(STDIN_FILENO, "r") : fopen(path, "r") else {
            throw UnreadableEvents(
                place: path, reason: "\(String(cString: strerror(errno))); give a file that can be read, or -")
        }
        self.path = path
        self.file = file
        self.defaultMaster = defaultMaster
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    deinit { fclose(file) }

    /// Reads all events, for a query that contains them.
    mutating func all() throws(UnreadableEvents) -> [WireEvent] {
        var events: [WireEvent] = []
        while let batch = try nextBatch() {
            events += batch
            guard events.count <= limits.maximumFramesPerBatch else {
                throw UnreadableEvents(
                    place: path, reason: "has more than \(limits.maximumFramesPerBatch) events; give fewer")
            }
        }
        return events
    }

    /// Reads the next batch.
    ///
    /// - Returns: Its events without epoch and sequence, or `nil` at the end of the file.
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
        while let line = bytes, line.allSatisfy({ " \t\r\n".utf8.contains($0) }) { bytes = readLine() }
        guard let bytes else {
            guard hasEvents else {
                throw UnreadableEvents(place: path, reason: "it contains no events: give a file with events")
            }
            return nil
        }
        hasEvents = true
        var line = try decode(bytes)
        if line.event.master.isEmpty { line.event.master = defaultMaster ?? "" }
        guard WireName.isValidMaster(line.event.master) else {
            throw UnreadableEvents(
                place: "\(path):\(number)",
                reason: line.event.master.isEmpty
                    ? #"it names no master: add "master": "NAME", the master whose call it is"#
                    : "its master is not a valid name: use 1 to 255 of A–Z a–z 0–9 . _ -")
        }
        line.event.epoch = 0
        line.event.sequence = 0
        return line
    }

    private func decode(_ bytes: [UInt8]) throws(UnreadableEvents) -> WireExportedEvent {
        let place = "\(path):\(number)"
        let failure: DecodingFailure?
        do {
            let exported = try exportedDecoder.decode(bytes)
            if exported.hasEvent { return exported }
            failure = nil
        } catch {
            failure = error
        }
        do {
            let event = try eventDecoder.decode(bytes)
            if event.call != nil { return .with { $0.event = event } }
        } catch {
            throw UnreadableEvents(place: place, reason: "\(Self.isExported(bytes) ? failure ?? error : error)")
        }
        throw UnreadableEvents(
            place: place,
            reason: "it has neither a call, such as add_agent, nor an event with one: write one event a line")
    }

    /// Whether an unreadable line was meant as an exported one, to report the fitting error.
    private static func isExported(_ bytes: [UInt8]) -> Bool {
        let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        return object?["event"] != nil
    }

    /// Reads the next line with its newline.
    ///
    /// - Returns: `nil` at the end of the file.
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
