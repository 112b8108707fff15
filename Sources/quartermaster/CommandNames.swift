import Foundation

/// The command lines that start the programs: the script `deploy/run` in a checkout, otherwise the installed names.
struct CommandNames: Hashable {
    let quartermaster: String
    let observer: String

    static let installed = CommandNames(quartermaster: "quartermaster", observer: "quartermaster-observer")
    static let ofCheckout = CommandNames(quartermaster: "deploy/run", observer: "deploy/run observe")

    /// The names that fit the executable of this process.
    static var here: CommandNames {
        guard let path = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return .installed }
        return CommandNames(of: path) { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private init(quartermaster: String, observer: String) {
        (self.quartermaster, self.observer) = (quartermaster, observer)
    }

    /// - Parameter isExecutable: Returns whether there is an executable file at a URL.
    init(of executable: URL, isExecutable: (URL) -> Bool) {
        let parts = executable.pathComponents
        guard let build = parts.lastIndex(of: ".build"), build > 0 else {
            self = .installed
            return
        }
        let root = parts[..<build].reduce(URL(filePath: "/")) { $1 == "/" ? $0 : $0.appending(path: $1) }
        self = isExecutable(root.appending(path: "deploy/run")) ? .ofCheckout : .installed
    }
}
