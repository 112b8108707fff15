import Glibc
import Testing

@testable import AllocatorJournal

/// Every failure says what could not be done, to what, why, and what to do next.
@Suite struct JournalFailureTests {
    /// SQLite's codes: https://www.sqlite.org/rescode.html.
    static let causes: [(JournalFailure.Cause, String)] = [
        (.sqlite(code: 13, message: "database or disk is full"), "free space on the disk of /d and start again"),
        (.sqlite(code: 4874, message: "disk I/O error"), "free space on the disk of /d and start again"),
        (.sqlite(code: 778, message: "disk I/O error"), "check the disk and the system's log"),
        (.sqlite(code: 11, message: "malformed"), "start again: the recovery keeps the intact content"),
        (.sqlite(code: 26, message: "not a database"), "put back a copy of the file"),
        (.sqlite(code: 5, message: "locked"), "end the other program"),
        (.sqlite(code: 776, message: "read-only"), "check the permissions"),
        (.system(errno: ENOSPC), "free space on the disk of /d"),
        (.system(errno: ENOENT), "create its parent folder"),
        (.system(errno: EACCES), "check its owner and permissions"),
        (.inUse(holder: 12), "process 12 uses it; stop that process"),
        (.inUse(holder: nil), "another process uses it"),
        (
            .unknownVersion(what: "journal", found: 3, known: 1),
            "has format version 3, and this program reads version 1"
        ),
        (.payloadTooLarge(bytes: 9, limit: 8), "9 bytes and 8 is the limit"),
        (.nothingToStartFrom(firstEntry: 7), "its entries begin with number 7; put back a copy"),
        (.tooManyDamagedCopies(limit: 16), "move them away and start again"),
        (.syncFailedBefore, "start again"),
        (.damaged(entry: 4, .checksumWrong), "entry 4 is damaged: its checksum is wrong"),
    ]

    @Test(.timeLimit(.minutes(1)), arguments: causes)
    func `it says what to do next`(cause: JournalFailure.Cause, words: String) {
        let failure = JournalFailure(operation: .append, path: "/d", cause: cause)
        #expect("\(failure)".hasPrefix("could not append to the journal /d: "))
        #expect("\(failure)".contains(words), "\(failure)")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a full disk is told from other trouble`() {
        let full: [JournalFailure.Cause] = [
            .sqlite(code: 13, message: ""), .sqlite(code: 4874, message: ""), .system(errno: ENOSPC),
            .system(errno: EDQUOT),
        ]
        let other: [JournalFailure.Cause] = [.sqlite(code: 778, message: ""), .system(errno: EIO), .syncFailedBefore]
        #expect(full.allSatisfy { $0.isDiskFull })
        #expect(other.allSatisfy { !$0.isDiskFull })
    }

    @Test(.timeLimit(.minutes(1)))
    func `only a failed sync leaves the state unknown`() {
        let codes: [Int32] = [10, 11, 13, 266, 522, 778, 1034, 1290, 1546, 4874]
        let unknown = codes.filter { JournalFailure.Cause.sqlite(code: $0, message: "").leavesUnknownState }
        #expect(unknown == [1034, 1290])
    }
}
