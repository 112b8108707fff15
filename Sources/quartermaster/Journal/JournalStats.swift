import AllocatorJournal
import AllocatorLoad
import ArgumentParser
import Foundation

/// How much a journal holds.
struct JournalStats: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Tell how much the journals hold.")

    @OptionGroup var location: JournalLocation

    @Flag(help: "Print one object of JSON for each cluster, a line each.")
    var json = false

    func run() throws {
        do {
            for cluster in try location.clusters() {
                let statistics = try location.directory.openJournal(ofCluster: cluster).statistics()
                Terminal.say(json ? try Self.line(cluster, statistics) : Self.text(cluster, statistics))
            }
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }

    private struct Line: Encodable {
        struct Snapshot: Encodable {
            let after_entry: Int
            let after_event: Int
            let time_ns: Int64
            let bytes: Int
        }

        let cluster: String
        let events: Int
        let entries: Int
        let kept_entries: Int
        let kept_events: Int
        let bytes_on_disk: Int
        let first_time_ns: Int64?
        let last_time_ns: Int64?
        let snapshots: [Snapshot]
    }

    private static func line(_ cluster: String, _ statistics: JournalStatistics) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = Line(
            cluster: cluster, events: statistics.end.events, entries: statistics.end.entry,
            kept_entries: statistics.entries?.count ?? 0, kept_events: statistics.keptEvents,
            bytes_on_disk: statistics.bytesOnDisk, first_time_ns: statistics.firstTime,
            last_time_ns: statistics.lastTime,
            snapshots: statistics.snapshots.map {
                Line.Snapshot(
                    after_entry: $0.place.entry, after_event: $0.place.events, time_ns: $0.time, bytes: $0.size)
            })
        return String(decoding: try encoder.encode(line), as: UTF8.self)
    }

    private static func text(_ cluster: String, _ statistics: JournalStatistics) -> String {
        var rows = [
            ("events in all", Columns.count(statistics.end.events)),
            ("entries in all", Columns.count(statistics.end.entry)),
            ("entries kept", Columns.count(statistics.entries?.count ?? 0)),
            ("events in them", Columns.count(statistics.keptEvents)),
            ("bytes on disk", Columns.count(statistics.bytesOnDisk)),
        ]
        for snapshot in statistics.snapshots {
            rows.append(
                (
                    "snapshot",
                    "after event \(Columns.count(snapshot.place.events)), \(Columns.count(snapshot.size)) bytes"
                ))
        }
        let lines = rows.map { "  \(Columns.padded($0.0, 16))\($0.1)" }
        return (["cluster \(Columns.plain(cluster))"] + lines).joined(separator: "\n")
    }
}
