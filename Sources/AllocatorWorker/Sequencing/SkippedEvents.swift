/// The sequenced events that were neither applied nor answered, since the worker was started.
struct SkippedEvents: Sendable {
    var duplicates: UInt64 = 0
    var gaps: UInt64 = 0

    mutating func record(_ verdict: MasterProgress.Verdict) {
        switch verdict {
        case .duplicate: duplicates += 1
        case .gap: gaps += 1
        case .apply, .fenced: break
        }
    }
}
