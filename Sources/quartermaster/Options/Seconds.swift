import AllocatorWire
import ArgumentParser

/// A duration on the command line: a plain number counts seconds.
struct Seconds: ExpressibleByArgument, CustomStringConvertible {
    let duration: Duration

    init(_ seconds: Double) { duration = .seconds(seconds) }

    init?(argument: String) {
        guard let duration = DurationText.duration(argument, plain: .seconds(1)) else { return nil }
        self.duration = duration
    }

    var count: Double { duration / .seconds(1) }

    /// The form in which help texts show a default.
    var description: String { "\(count == count.rounded() ? "\(Int(count))" : "\(count)")s" }

    var defaultValueDescription: String { description }
}

extension Seconds {
    /// - Parameter range: In seconds.
    func check(_ range: ClosedRange<Double>, _ option: String) throws {
        guard range.contains(count) else {
            let bounds = [range.lowerBound, range.upperBound].map { Seconds($0).description }
            throw ValidationError(
                "\(option) takes \(bounds[0]) to \(bounds[1]): seconds, or with a unit, as \(DurationText.examples)")
        }
    }
}
