import Foundation
import Testing

/// Folders show the architecture of a target: they form layers.
@Suite struct FolderTests {
    static let targets = [
        "AllocatorClient", "AllocatorCore", "AllocatorJournal", "AllocatorLoad", "AllocatorObserver",
        "AllocatorSimulation", "AllocatorTesting", "AllocatorWire", "AllocatorWorker", "ZeroMQ", "quartermaster",
    ]

    @Test(arguments: targets)
    func `no two folders of a target depend on each other`(target: String) throws {
        let dependencies = FolderDependencies(of: try Self.files(of: target))
        for cycle in dependencies.cycles {
            Issue.record(
                """
                The folders \(cycle.joined(separator: ", ")) of \(target) form a cycle. Move the types that close it:
                \(dependencies.description(of: cycle))
                """)
        }
    }

    @Test func `no folder of a target holds one small file`() throws {
        for target in Self.targets {
            let folders = Dictionary(grouping: try Self.files(of: target), by: \.folder)
            for (folder, files) in folders where folder != target && files.count == 1 {
                let lines = files[0].code.split(separator: "\n", omittingEmptySubsequences: false).count
                #expect(lines > 100, "\(target)/\(folder) holds one file of \(lines) lines: move it where it is used")
            }
        }
    }

    @Test func `each type has a name of its own in the whole repository`() throws {
        var targets: [String: Set<String>] = [:]
        for file in try Repository.swiftFiles(in: ["Sources", "Tests"]) {
            let parts = file.path.split(separator: "/")
            let target = parts[1] == "Benchmarks" || parts[1] == "Fuzzing" ? parts[1] + "/" + parts[2] : parts[1]
            for name in DeclaredTypes.names(in: SwiftSource(file.text).code) {
                targets[name, default: []].insert(String(target))
            }
        }
        for (name, places) in targets.sorted(by: { $0.key < $1.key }) where places.count > 1 {
            Issue.record("\(places.sorted().joined(separator: " and ")) each declare a type '\(name)': rename one")
        }
    }

    @Test func `a cycle is found through a third folder, and a type in a comment or a string is none`() {
        let layers = FolderDependencies(of: [
            ("Top", SwiftSource("struct Roof { let wall: Wall } // Cellar").code),
            ("Middle", SwiftSource(#"struct Wall { let name = "Roof"; let cellar: Cellar }"#).code),
            ("Bottom", SwiftSource("struct Cellar {}").code),
        ])
        #expect(layers.cycles.isEmpty)
        #expect(layers.uses == ["Top": ["Middle": ["Wall"]], "Middle": ["Bottom": ["Cellar"]]])
        let ring = FolderDependencies(of: [
            ("Top", "struct Roof { let wall: Wall }"), ("Middle", "struct Wall { let cellar: Cellar }"),
            ("Bottom", "struct Cellar { let roof: Roof }"), ("Beside", "struct Shed { let roof: Roof }"),
        ])
        #expect(ring.cycles == [["Bottom", "Middle", "Top"]])
    }

    /// The code of a target's files. A file that is in no folder belongs to one that is named like the target.
    private static func files(of target: String) throws -> [(folder: String, code: String)] {
        try Repository.swiftFiles(in: ["Sources/\(target)"]).map { file in
            let parts = file.path.split(separator: "/")
            return (parts.count > 3 ? String(parts[2]) : target, SwiftSource(file.text).code)
        }
    }
}
