import AllocatorCore
import AllocatorJournal
import AllocatorLoad
import AllocatorWorker
import ArgumentParser

/// Whether a journal is whole, and tells the same story from each of its snapshots.
struct JournalVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that the journals are whole and can be done again.",
        discussion: """
            Every checksum is computed again; then the events behind the newest snapshot are applied to it, as at a start. \
            Prints the digest that each cluster ends with, or what is wrong. Ends with 1 where anything is.
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
                "\(Columns.plain(cluster)): \(Columns.count(tornBytes)) bytes at the end of its log are of a commit that was not "
                    + "finished: one that is under way, or that a power cut has left")
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
