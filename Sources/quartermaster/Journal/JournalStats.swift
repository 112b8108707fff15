import AllocatorJournal
import AllocatorLoad
import ArgumentParser
import Foundation

/// Prints the sizes of journals.
struct JournalStats: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Print the sizes of the journals.")

    @OptionGroup var location: JournalLocation

    @Flag(help: "Print one line of JSON for each cluster.")
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
            let afterEntry: Int
            let afterEvent: Int
            let timeNs: Int64
            let bytes: Int
        }

        let cluster: String
        let events: Int
        let entries: Int
        let keptEntries: Int
        let keptEvents: Int
        let bytesOnDisk: Int
        let firstTimeNs: Int64?
        let lastTimeNs: Int64?
        let snapshots: [Snapshot]
    }

    private static func line(_ cluster: String, _ statistics: JournalStatistics) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let line = Line(
            cluster: cluster, events: statistics.end.events, entries: statistics.end.entry,
            keptEntries: statistics.entries?.count ?? 0, keptEvents: statistics.keptEvents,
            bytesOnDisk: statistics.bytesOnDisk, firstTimeNs: statistics.firstTime,
            lastTimeNs: statistics.lastTime,
            snapshots: statistics.snapshots.map {
                Line.Snapshot(
                    afterEntry: $0.place.entry, afterEvent: $0.place.events, timeNs: $0.time, bytes: $0.size)
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
