import AllocatorWorker
import Glibc
import TestSupport
import Testing
import YAMLConfiguration
import ZeroMQ

/// The configuration of keys, which prevents that a worker serves other machines without keys by mistake.
@Suite struct AccessConfigurationTests {
    private func read(_ arguments: [Setting: String]) throws -> WorkerConfiguration {
        try WorkerConfiguration.read(file: nil, environment: [:], arguments: arguments)
    }

    private func places(_ arguments: [Setting: String]) -> [String] {
        let mistakes = #expect(throws: Mistakes.self) { try read(arguments) }
        return mistakes?.mistakes.map(\.place) ?? []
    }

    @Test(
        arguments: [Setting.events, .publications, .control],
        [
            "tcp://*:1", "tcp://0.0.0.0:1", "tcp://[::]:1", "tcp://eth0:1", "tcp://lo:1", "tcp://10.0.0.1:*",
            ">tcp://master.example:1",
        ])
    func `an endpoint that others can reach needs keys, or is said to do without`(
        setting: Setting, endpoint: String
    ) throws {
        #expect(places([setting: endpoint]) == [setting.key])
        _ = try read([setting: endpoint, .insecure: "true"])
    }

    @Test(arguments: [
        "tcp://127.0.0.1:1", "tcp://127.1.2.3:*", "tcp://[::1]:1", "tcp://localhost:1", "ipc:///run/x", "ipc://@x",
        "inproc://x", ">tcp://localhost:1",
    ])
    func `one of this machine needs none`(endpoint: String) throws {
        _ = try read([.events: endpoint])
    }

    @Test func `keys and list go together, and are read before anything is bound`() throws {
        let ring = try KeyRing()
        let stem = "\(ring.folder.path)/worker"
        try CurveKeyFile.write(ring.worker, at: stem, replacing: false)
        defer {
            unlink("\(stem).key")
            unlink("\(stem).pub")
        }
        let both = [Setting.curveKey: "\(stem).key", .allow: ring.file]
        let access = try #require(try read(both.merging([.events: "tcp://*:1"]) { $1 }).access)
        #expect(access.keys == ring.worker && access.list.count == 3 && access.file == ring.file)
        #expect(places([.curveKey: "\(stem).key"]) == ["curve_key"])
        #expect(places([.allow: ring.file]) == ["allow"])
        #expect(places(both.merging([.curveKey: "\(stem).pub"]) { $1 }) == ["curve_key: \(stem).pub"])
        // Every mistake at once.
        try ring.write(["  - {name: a}\n", "  - {name: b}\n"])
        chmod("\(stem).key", 0o644)
        #expect(
            places(both) == [
                "curve_key: \(stem).key", "\(ring.file):2: key 1 (a): public-key",
                "\(ring.file):3: key 2 (b): public-key",
            ])
    }

    @Test(arguments: [("0600", 0o600), ("0660", 0o660), ("0400", 0o400)] as [(String, mode_t)])
    func `the file of an ipc socket has the mode that it is given, whatever the process masks`(
        setting: String, mode: mode_t
    ) async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/events"
        let ipcMode = try read([.ipcMode: setting]).ipcMode
        try await withWorker {
            $0.events = try Endpoint("ipc://\(path)")
            $0.ipcMode = ipcMode
        } _: { _ in
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == mode)
        }
    }
}
