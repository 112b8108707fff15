import BenchmarkedWorker
import Foundation

/// A process of the built `quartermaster-observer` on a free port, with one viewer of its page.
final class ObserverProcess {
    private let process = Process()
    private let viewer: Viewer

    /// The timeout of the start.
    private static let patience = Duration.seconds(60)

    init(of endpoints: WorkerProcess.Endpoints) throws {
        let readyFile = FileManager.default.temporaryDirectory.appending(path: "ready-\(UUID().uuidString)")
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "quartermaster-observer")
        process.arguments = [
            "--publications", endpoints.publications, "--control", endpoints.control, "--port", "0", "--ready-file",
            readyFile.path,
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        try Self.wait { FileManager.default.fileExists(atPath: readyFile.path) }
        let address = try String(contentsOf: readyFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let port = URL(string: address)?.port.flatMap({ UInt16(exactly: $0) }) else {
            throw BenchmarkFailure("the observer said it is at \(address)")
        }
        viewer = try Viewer(ofPort: port)
        try Self.wait { [viewer] in viewer.bytes > 0 }
    }

    deinit {
        viewer.leave()
        process.terminate()
        process.waitUntilExit()
    }

    /// The bytes that the viewer has received so far.
    var viewedBytes: Int { viewer.bytes }

    private static func wait(until isThere: () -> Bool) throws {
        let begin = ContinuousClock.now
        while !isThere() {
            guard ContinuousClock.now - begin < patience else {
                throw BenchmarkFailure("the observer showed nothing: build it first, as deploy/bench does")
            }
            usleep(1_000)
        }
    }
}
