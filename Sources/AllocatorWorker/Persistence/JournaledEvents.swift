import AllocatorCore
package import AllocatorJournal
package import AllocatorWire
import FoundationEssentials
import SwiftProtobuf

/// Exports the accepted events of a cluster's journal in the order in which they were applied, for `quartermaster
/// replay`.
///
/// Two batches are merged if neither the clock moved nor a run was requested between them: their boundary decides
/// nothing.
package struct JournaledEvents {
    private let cluster: String
    private let writesClock: Bool
    private var batch: UInt64 = 1
    private var isBatchBegun = false
    private var time: Int64?
    private let entryDecoder = JournalEntryDecoder(limits: .kept)
    private let eventDecoder = EventDecoder(limits: .kept, checksJSON: false)

    /// The master of the events that move the clock.
    package static let clockMaster = "journal"

    /// - Parameter writesClock: Whether moves of the clock are exported as `advance` events. With them, a worker under
    ///   the virtual clock performs the same runs at the same intervals.
    package init(cluster: String, writesClock: Bool) {
        self.cluster = cluster
        self.writesClock = writesClock
    }

    package mutating func events(of entry: JournalEntry) throws(RecoveryFailure) -> [WireExportedEvent] {
        do {
            var events: [WireExportedEvent] = []
            for record in try entryDecoder.decode(entry.payload).records {
                switch record.record {
                case .accepted(let frame):
                    events.append(line(try eventDecoder.decode(Array(frame))))
                    isBatchBegun = true
                case .advancedToNs(let nanoseconds):
                    endBatch()
                    if writesClock, let time, nanoseconds > time { events.append(advance(by: nanoseconds - time)) }
                    time = nanoseconds
                    endBatch()
                case .batchFinished:
                    endBatch()
                case .refused, .refusals, .listening, .started, .forgottenMaster, .numbers, nil:
                    break
                }
            }
            return events
        } catch {
            throw RecoveryFailure(place: "entry \(entry.number)", reason: "\(error)")
        }
    }

    private mutating func endBatch() {
        guard isBatchBegun else { return }
        isBatchBegun = false
        batch += 1
    }

    private mutating func advance(by nanoseconds: Int64) -> WireExportedEvent {
        isBatchBegun = true
        return line(
            WireEvent.with {
                $0.cluster = cluster
                $0.master = Self.clockMaster
                $0.advance = WireAdvance.with {
                    $0.duration = Google_Protobuf_Duration(
                        seconds: nanoseconds / 1_000_000_000, nanos: Int32(nanoseconds % 1_000_000_000))
                }
            })
    }

    private func line(_ event: WireEvent) -> WireExportedEvent {
        var line = WireExportedEvent()
        line.batch = batch
        line.timeNs = time ?? 0
        line.event = event
        return line
    }
}
