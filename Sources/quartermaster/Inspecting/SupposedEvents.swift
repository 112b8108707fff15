import AllocatorWire
import Foundation

/// Events in a file of JSON lines.
enum SupposedEvents {
    /// Bytes of a file; a question has room for less.
    private static let maximumBytes = 1 << 20

    static func read(path: String) throws -> [WireEvent] {
        let data: Data
        do {
            let file =
                path == "-"
                ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            data = try file.read(upToCount: maximumBytes + 1) ?? Data()
        } catch {
            throw UnreadableEvents(place: path, reason: "cannot be read; give a file of events, or -")
        }
        guard data.count <= maximumBytes else {
            throw UnreadableEvents(place: path, reason: "has over \(maximumBytes) bytes; suppose fewer events")
        }
        var events: [WireEvent] = []
        for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { continue }
            do {
                events.append(try EventDecoder().decode(Array(line)))
            } catch {
                throw UnreadableEvents(place: "\(path):\(number + 1)", reason: "\(error)")
            }
        }
        return events
    }
}
