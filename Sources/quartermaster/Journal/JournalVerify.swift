import AllocatorCore
import AllocatorJournal
import AllocatorLoad
import AllocatorWorker
import ArgumentParser

/// Checks journals: their checksums, and the recovery from them.
struct JournalVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that the journals are intact and can be recovered.",
        discussion: """
            Verifies all checksums, and recovers each cluster like a worker at its start: it applies the events after \
            the newest snapshot. Prints the digest of each cluster, or what is wrong. The exit code is 1 if anything \
            is wrong.
            """)

    @OptionGroup var location: JournalLocation

    func run() throws {
        var isWhole = true
        do {
            for cluster in try location.clusters() { isWhole = try verify(cluster) && isWhole }
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
        if !isWhole { throw ExitCode.failure }
    }

    private func verify(_ cluster: String) throws -> Bool {
        let reader = try location.directory.openJournal(ofCluster: cluster)
        let findings = try reader.verify()
        for finding in findings { Terminal.say("\(Columns.plain(cluster)): \(finding)") }
        guard findings.isEmpty else { return false }
        let tornBytes = try reader.tornBytes()
        if tornBytes > 0 {
            Terminal.say(
                "\(Columns.plain(cluster)): \(Columns.count(tornBytes)) bytes at the end of its log belong to "
                    + "an incomplete commit: it is in progress, or a crash interrupted it")
        }
        do {
            guard let recovery = try ClusterRecovery(reading: reader) else {
                Terminal.say("\(Columns.plain(cluster)): whole, and empty")
                return true
            }
            Terminal.say(
                "\(Columns.plain(cluster)): whole; \(Columns.count(recovery.events)) events behind the newest snapshot "
                    + "lead to digest \(recovery.cluster.allocator.digest())")
            return true
        } catch let failure as RecoveryFailure {
            Terminal.say("\(Columns.plain(cluster)): \(failure)")
            return false
        }
    }
}
