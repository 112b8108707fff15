import Foundation
import Testing

@testable import AllocatorJournal

/// On a small file system of its own, which takes the right to mount one.
@Suite(.enabled(if: SmallDisk.isAvailable)) struct DiskFullTests {
    @Test(.timeLimit(.minutes(1)), arguments: Durability.allCases)
    func `an append that finds no room leaves the journal as it was, and later ones succeed`(durability: Durability)
        throws
    {
        let disk = try SmallDisk(megabytes: 2)
        let directory = disk.directory
        var kept = 0
        do {
            let journal = try directory.open(durability: durability).journal
            let filler = try disk.fill(leaving: 300_000)
            let failure = #expect(throws: JournalFailure.self) {
                while kept < 1000 {
                    try journal.appendNumbered(kept + 1...kept + 1, size: 20_000)
                    kept += 1
                }
            }
            #expect(kept > 0)
            let full = try #require(failure)
            #expect(full.isDiskFull, "\(full)")
            #expect("\(full)".hasSuffix("free space on the disk of \(directory.file) and start again"))
            #expect(journal.place == JournalPlace(entry: kept, events: kept * (kept + 1) / 2))
            #expect(throws: JournalFailure.self) { try journal.appendNumbered(kept + 1...kept + 1, size: 20_000) }
            #expect(throws: JournalFailure.self) {
                try journal.writeSnapshot(payload: .init(repeating: 1, count: 50_000), time: 0)
            }
            // What a crash now would leave.
            #expect(try disk.outside(directory).open().numbers == Array(1...kept))
            try disk.remove(filler)
            try journal.appendNumbered(kept + 1...kept + 5, size: 20_000)
            try journal.sync()
        }
        #expect(try directory.open(durability: durability).numbers == Array(1...kept + 5))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a journal whose disk is full opens, and goes on once there is room`() throws {
        let disk = try SmallDisk(megabytes: 2)
        do { try disk.directory.open().journal.appendNumbered(1...20, size: 20_000) }
        let filler = try disk.fill(leaving: 0)
        let failure = #expect(throws: JournalFailure.self) {
            try disk.directory.open().journal.appendNumbered(21...40, size: 20_000)
        }
        #expect(try #require(failure).isDiskFull)
        try disk.remove(filler)
        let opened = try disk.directory.open()
        #expect(opened.numbers == Array(1...20))
        try opened.journal.appendNumbered(21...25, size: 20_000)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a repair that finds no room leaves the file as it was found`() throws {
        let disk = try SmallDisk(megabytes: 2)
        do { try disk.directory.open().journal.appendNumbered(1...20, size: 20_000) }
        try disk.directory.flipBit(entry: 18)
        let before = try disk.directory.bytes()
        let filler = try disk.fill(leaving: 200_000)
        let failure = #expect(throws: JournalFailure.self) { try disk.directory.open() }
        #expect(try #require(failure).isDiskFull)
        #expect(try disk.directory.bytes() == before)
        #expect(try disk.directory.damagedCopies().isEmpty)
        try disk.remove(filler)
        #expect(try disk.directory.open().numbers == Array(1...17))
    }
}

/// A file system of a few megabytes, in memory.
private final class SmallDisk {
    let directory: TestDirectory

    static let isAvailable = (try? SmallDisk(megabytes: 1)) != nil

    init(megabytes: Int) throws {
        directory = try TestDirectory()
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "none", directory.path)
    }

    deinit { try? Self.run("umount", "--lazy", directory.path) }

    /// Takes all room but so many bytes; returns what to give back.
    func fill(leaving bytes: Int) throws -> String {
        let path = "\(directory.path)/filler"
        let free = try FileManager.default.attributesOfFileSystem(forPath: directory.path)[.systemFreeSize] as? Int
        try Data(repeating: 1, count: (free ?? 0) - bytes).write(to: URL(filePath: path))
        return path
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    /// A copy of the journal's files where there is room.
    func outside(_ directory: TestDirectory) throws -> TestDirectory { try directory.crashed() }

    private static func run(_ command: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
    }
}
