import Foundation

/// The amount of checking by tests that repeat one check many times. `deploy/test --thorough` asks for all of it.
package enum Thoroughness {
    package static let isComplete = ProcessInfo.processInfo.environment["QUARTERMASTER_THOROUGH"] != nil

    /// The number of calls between two audits of an allocator's whole state.
    package static let auditPeriod = isComplete ? 1 : 7

    /// The rounds of killing a worker under load. `deploy/test --crash` sets their number.
    package static let crashRounds =
        ProcessInfo.processInfo.environment["QUARTERMASTER_CRASH_ROUNDS"].flatMap { UInt64($0) }
        ?? (isComplete ? 20 : 4)
}
