import AllocatorJournal
import Foundation
import Subprocess
import Testing

@Suite struct DataDirectoryTests {
    @Test(.timeLimit(.minutes(1)))
    func `it is made where there is none, for its owner alone`() throws {
        let parent = try TestDirectory()
        _ = try DataDirectory(path: "\(parent.path)/data")
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(parent.path)/data")
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test(.timeLimit(.minutes(1)))
    func `it is not made where the folder above is missing, or a file is in the way`() throws {
        let parent = try TestDirectory()
        try Data().write(to: URL(filePath: "\(parent.path)/file"))
        for (path, errno) in [("missing/data", ENOENT), ("file", EEXIST), ("file/data", ENOTDIR)] {
            let failure = #expect(throws: JournalFailure.self) { try DataDirectory(path: "\(parent.path)/\(path)") }
            #expect(failure?.cause == .system(errno: errno))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a second one is refused, and named who has it`() throws {
        let directory = try TestDirectory()
        let first = try DataDirectory(path: directory.path)
        let failure = #expect(throws: JournalFailure.self) { try DataDirectory(path: first.path) }
        #expect(failure?.cause == .inUse(holder: getpid()))
        #expect("\(try #require(failure))".contains("process \(getpid()) uses it; stop that process"))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a journal keeps the lock of the directory that opened it`() throws {
        let directory = try TestDirectory()
        var journal: ClusterJournal? = try DataDirectory(path: directory.path)
            .openJournal(ofCluster: "c", durability: .none)
        #expect(journal != nil)
        #expect(throws: JournalFailure.self) { try DataDirectory(path: directory.path) }
        journal = nil
        _ = try DataDirectory(path: directory.path)
    }

    @Test(.timeLimit(.minutes(1)))
    func `another process's lock is respected, and ends with that process`() async throws {
        let directory = try TestDirectory()
        let line = "echo $$ > '\(directory.path)/lock'; echo ready; exec cat"
        let holder = try await run(
            .name("flock"), arguments: ["--no-fork", "\(directory.path)/lock", "sh", "-c", line],
            input: .inputWriter, output: .sequence, error: .discarded
        ) { holder in
            let line = try await holder.standardOutput.strings().first { _ in true }
            #expect(line == "ready")
            let failure = #expect(throws: JournalFailure.self) { try DataDirectory(path: directory.path) }
            #expect(failure?.cause == .inUse(holder: holder.processIdentifier.value))
        }
        #expect(holder.terminationStatus.isSuccess)
        _ = try DataDirectory(path: directory.path)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a lock file without a readable process id still locks`() throws {
        let directory = try TestDirectory()
        let first = try DataDirectory(path: directory.path)
        for content in ["", "x", "99999999999999999999"] {
            let handle = try FileHandle(forWritingTo: URL(filePath: "\(first.path)/lock"))
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data(content.utf8))
            let failure = #expect(throws: JournalFailure.self) { try DataDirectory(path: first.path) }
            #expect(failure?.cause == .inUse(holder: nil))
        }
    }

    static let names =
        ["a", "A.b_c-9", ".", "..", "...", ".hidden", "lock", "lock2", String(repeating: "x", count: 255)]

    @Test(.timeLimit(.minutes(1)))
    func `every name that a cluster can have has a folder, and is listed`() throws {
        let directory = try TestDirectory()
        let data = try DataDirectory(path: directory.path)
        for name in Self.names {
            let opened = try OpenedJournal(data.openJournal(ofCluster: name, durability: .none))
            try opened.journal.append(payload: Array(name.utf8), events: 1, time: 0)
            try opened.journal.close()
        }
        #expect(try data.clusters() == Self.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(try DataDirectoryReader(path: directory.path).clusters() == data.clusters())
        for name in Self.names {
            let opened = try OpenedJournal(data.openJournal(ofCluster: name, durability: .none))
            #expect(opened.entries.map(\.payload) == [Array(name.utf8)])
        }
        let folders = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(Set(folders).isSuperset(of: ["%2E", "%2E%2E", "%6C%6F%63%6B", "lock", "..."]))
    }

    static let mistakes = ["", "a/b", "../a", "%2E", "a b", "ä", "a\0", String(repeating: "x", count: 256)]

    @Test(.timeLimit(.minutes(1)), arguments: mistakes)
    func `an invalid name of a cluster opens nothing`(name: String) throws {
        let directory = try TestDirectory()
        let data = try DataDirectory(path: directory.path)
        let failure = #expect(throws: JournalFailure.self) { try data.openJournal(ofCluster: name, durability: .none) }
        #expect(failure?.cause == .nameNotAllowed(name))
        #expect(try data.clusters().isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func `folders that belong to no cluster are not listed`() throws {
        let directory = try TestDirectory()
        let data = try DataDirectory(path: directory.path)
        for folder in ["lost+found", "empty", "%6c%6f%63%6b", "%41"] {
            try FileManager.default.createDirectory(
                atPath: "\(directory.path)/\(folder)", withIntermediateDirectories: false)
            guard folder != "empty" else { continue }
            try Data().write(to: URL(filePath: "\(directory.path)/\(folder)/journal.sqlite"))
        }
        #expect(try data.clusters().isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a reader needs no lock and makes nothing`() throws {
        let directory = try TestDirectory()
        let reader = DataDirectoryReader(path: directory.path)
        let failure = #expect(throws: JournalFailure.self) { try reader.openJournal(ofCluster: "c") }
        #expect(failure?.cause == .noSuchCluster("c"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
        let missing = #expect(throws: JournalFailure.self) {
            try DataDirectoryReader(path: "\(directory.path)/no").clusters()
        }
        #expect(missing?.cause == .system(errno: ENOENT))
    }
}
