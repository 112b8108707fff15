import Foundation

/// The folders of one target, and the types by whose names they depend on one another.
struct FolderDependencies {
    /// The types of a folder that another folder names, by the two folders.
    private(set) var uses: [String: [String: Set<String>]] = [:]

    /// - Parameter files: the Swift files of a target, each with the folder that it is in.
    init(of files: [(folder: String, code: String)]) {
        var owners: [String: String] = [:]
        for file in files {
            for type in DeclaredTypes.names(in: file.code) where owners[type] == nil { owners[type] = file.folder }
        }
        for file in files {
            for word in Set(file.code.matches(of: /\b[A-Z]\w*/).map { String($0.output) }) {
                guard let owner = owners[word], owner != file.folder else { continue }
                uses[file.folder, default: [:]][owner, default: []].insert(word)
            }
        }
    }

    /// The groups of folders in which each one depends on each other one, directly or not.
    var cycles: [[String]] {
        let reached = Dictionary(uniqueKeysWithValues: uses.keys.map { ($0, folders(reachedFrom: $0)) })
        var groups: Set<[String]> = []
        for folder in uses.keys where reached[folder]?.contains(folder) == true {
            let group = uses.keys.filter { other in
                other == folder
                    || reached[folder]?.contains(other) == true && reached[other]?.contains(folder) == true
            }
            groups.insert(group.sorted())
        }
        return groups.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The types that hold a cycle together, for a message.
    func description(of cycle: [String]) -> String {
        cycle.flatMap { folder in
            cycle.compactMap { other in
                uses[folder]?[other].map { "\(folder) uses \($0.sorted().joined(separator: ", ")) of \(other)" }
            }
        }.joined(separator: "\n")
    }

    private func folders(reachedFrom start: String) -> Set<String> {
        var reached: Set<String> = []
        var waiting = Array((uses[start] ?? [:]).keys)
        while let folder = waiting.popLast() {
            if reached.insert(folder).inserted { waiting += (uses[folder] ?? [:]).keys }
        }
        return reached
    }
}

enum DeclaredTypes {
    /// The types that stand at the top level of a file. Private ones are of that file only.
    static func names(in code: String) -> [String] {
        let declaration =
            /(?m)^(?:package |public |internal |final |indirect )*(?:struct|enum|class|actor|protocol|typealias) (\w+)/
        return code.matches(of: declaration).map { String($0.output.1) }
    }
}
