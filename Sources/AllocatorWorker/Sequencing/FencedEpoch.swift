import AllocatorCore
import AllocatorWire

extension Refusal {
    /// The refusal of an event whose epoch a later one has replaced.
    static func fenced(_ event: EventEnvelope, by epoch: UInt64) -> Refusal {
        .fenced(
            "epoch \(event.epoch) of master \(event.master) was replaced by \(epoch)"
                + "\(distance(from: event.epoch, to: epoch)): "
                + "another process sends as this master, or the clock that gave this epoch is behind. "
                + "End one of the two processes or set the clock; if no other is left, "
                + "send forget_master to the control socket"
        )
    }

    /// The distance of two epochs in seconds, for the message. Empty unless they are wall-clock times.
    private static func distance(from lower: UInt64, to higher: UInt64) -> String {
        let firstTime: UInt64 = 1_000_000_000_000_000_000
        return lower >= firstTime ? ", which is \((higher - lower) / 1_000_000_000) s later" : ""
    }
}
