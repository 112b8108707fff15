import Foundation

/// The figures as text and as JSON.
struct KeepingReport {
    struct Starts: Encodable {
        let withoutSnapshot: Double
        let withSnapshot: Double
        let journalBytes: Int
    }

    let events: Int
    let restartEvents: Int
    /// The rate in events per second.
    var rates: [Mode: [Double]] = [:]
    var starts: Starts?

    private func median(_ mode: Mode) -> Double {
        let sorted = (rates[mode] ?? []).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    func text() -> String {
        var lines = ["\(events) sequenced events of some 200 bytes, one a message", ""]
        lines.append(row("durability", "events/s", "lowest", "highest", "of ephemeral"))
        for mode in Mode.allCases {
            let sorted = (rates[mode] ?? []).sorted()
            lines.append(
                row(
                    mode.rawValue, whole(median(mode)), whole(sorted.first ?? 0), whole(sorted.last ?? 0),
                    "\(whole(100 * median(mode) / median(.ephemeral))) %"))
        }
        if let starts {
            lines += [
                "", "a start behind \(restartEvents) journaled events (\(starts.journalBytes >> 20) MiB)",
                row("without a snapshot", "\(rounded(starts.withoutSnapshot)) s"),
                row("behind a snapshot", "\(rounded(starts.withSnapshot)) s"),
            ]
        }
        return lines.joined(separator: "\n")
    }

    private func row(_ cells: String...) -> String {
        cells.enumerated().map { index, cell in
            let padding = String(repeating: " ", count: max(0, (index == 0 ? 20 : 13) - cell.count))
            return index == 0 ? cell + padding : padding + cell
        }.joined()
    }

    private func whole(_ number: Double) -> String { "\(Int(number.rounded()))" }
    private func rounded(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }

    private struct Figures: Encodable {
        let events: Int
        let restartEvents: Int
        let eventsPerSecond: [String: [Double]]
        let secondsToStartWithoutSnapshot: Double?
        let secondsToStartWithSnapshot: Double?
        let journalBytes: Int?
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let figures = Figures(
            events: events, restartEvents: restartEvents,
            eventsPerSecond: Dictionary(uniqueKeysWithValues: rates.map { ($0.key.rawValue, $0.value) }),
            secondsToStartWithoutSnapshot: starts?.withoutSnapshot,
            secondsToStartWithSnapshot: starts?.withSnapshot, journalBytes: starts?.journalBytes)
        return String(decoding: try encoder.encode(figures), as: UTF8.self)
    }
}
