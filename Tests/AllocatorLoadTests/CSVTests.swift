import AllocatorLoad
import Foundation
import Subprocess
import Testing

@Suite
struct CSVTests {
    @Test func `a machine is read with or without GPUs and a model`() throws {
        let machines = try Machine.read(
            text: """
                sn,cpu_milli,memory_mib,gpu,model
                node-0,32000,262144,0,
                node-1,96500,393216,8,V100M32

                """, file: "nodes.csv")
        #expect(
            machines == [
                Machine(name: "node-0", total: Amounts(cpus: 32_000, memory: 262_144_000)),
                Machine(
                    name: "node-1", total: Amounts(cpus: 96_500, memory: 393_216_000, gpus: 8_000), model: "V100M32"),
            ])
    }

    @Test func `optional columns may be missing, reordered or unknown`() throws {
        let text = "rack,memory_mib,cpu_milli,sn\r\nr1,1024,4000,a\r\n"
        #expect(
            try Machine.read(text: text, file: "nodes.csv")
                == [Machine(name: "a", total: Amounts(cpus: 4_000, memory: 1_024_000))])
    }

    @Test func `a request is read with its times, parts of GPUs, models and role`() throws {
        let requests = try Request.read(
            text: """
                name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,\
                creation_time,deletion_time,scheduled_time
                pod-0,12000,16384,1,460,,LS,Running,100,900,150
                pod-1,6000,12288,2,1000,V100M32|V100M16|V100M32,BE,Pending,130,200,
                pod-2,1000,0,0,0,,,Succeeded,110,,110
                """, file: "pods.csv")
        #expect(
            requests == [
                Request(
                    name: "pod-0", amounts: Amounts(cpus: 12_000, memory: 16_384_000, gpus: 460), role: "LS",
                    runTime: .seconds(750)),
                Request(
                    name: "pod-1", amounts: Amounts(cpus: 6_000, memory: 12_288_000, gpus: 2_000),
                    models: ["V100M16", "V100M32"], role: "BE", arrival: .seconds(30), runTime: .seconds(70)),
                Request(
                    name: "pod-2", amounts: Amounts(cpus: 1_000), role: "*", arrival: .seconds(10),
                    runTime: .seconds(790)),
            ])
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let text: String
        let row: Int?
        let column: String?

        init(_ text: String, row: Int?, column: String?) {
            self.text = text
            self.row = row
            self.column = column
        }

        var testDescription: String { "row \(row.map(String.init) ?? "–"), column \(column ?? "–")" }
    }

    @Test(arguments: [
        Bad("", row: 1, column: nil),
        Bad("sn,cpu_milli\n", row: 1, column: nil),
        Bad("sn,sn,cpu_milli,memory_mib\n", row: 1, column: "sn"),
        Bad("sn,\u{1B}[2J,\u{1B}[2J,cpu_milli,memory_mib\n", row: 1, column: "\u{1B}[2J"),
        Bad("sn,cpu_milli,memory_mib\n", row: nil, column: nil),
        Bad("sn,cpu_milli,memory_mib\na,1,1\n\nb,1,1\n", row: 3, column: nil),
        Bad("sn,cpu_milli,memory_mib\na,1,1\nb,1\n", row: 3, column: nil),
        Bad("sn,cpu_milli,memory_mib\na,1,1,1\n", row: 2, column: nil),
        Bad("sn,cpu_milli,memory_mib\na,many,1\n", row: 2, column: "cpu_milli"),
        Bad("sn,cpu_milli,memory_mib\na,,1\n", row: 2, column: "cpu_milli"),
        Bad("sn,cpu_milli,memory_mib\na,-1,1\n", row: 2, column: "cpu_milli"),
        Bad("sn,cpu_milli,memory_mib\na,1,99999999999\n", row: 2, column: "memory_mib"),
        Bad("sn,cpu_milli,memory_mib,gpu\na,1,1,0.5\n", row: 2, column: "gpu"),
        Bad("sn,cpu_milli,memory_mib\na,1,1\na,1,1\n", row: 3, column: "sn"),
        Bad("sn,cpu_milli,memory_mib\n,1,1\n", row: 2, column: "sn"),
        Bad("sn,cpu_milli,memory_mib\n\u{1B}[2J,1,1\n", row: 2, column: "sn"),
        Bad("sn,cpu_milli,memory_mib\n\"a\"b,1,1\n", row: 2, column: nil),
    ])
    func `a fault in a file of machines is named with row and column`(_ bad: Bad) {
        expectFailure(bad) { try Machine.read(text: bad.text, file: "in.csv") }
    }

    @Test(arguments: [
        Bad("name,cpu_milli,memory_mib\n", row: nil, column: nil),
        Bad("name,cpu_milli,memory_mib\na,0,0\n", row: 2, column: "cpu_milli"),
        Bad("name,cpu_milli,memory_mib,gpu_milli\na,1,1,1001\n", row: 2, column: "gpu_milli"),
        Bad("name,cpu_milli,memory_mib,gpu_spec\na,1,1,T4|\n", row: 2, column: "gpu_spec"),
        Bad("name,cpu_milli,memory_mib,qos\na,1,1,-LS\n", row: 2, column: "qos"),
        Bad("name,cpu_milli,memory_mib,qos\na,1,1,L S\n", row: 2, column: "qos"),
        Bad("name,cpu_milli,memory_mib,qos\na,1,1,L/S\n", row: 2, column: "qos"),
        Bad("name,cpu_milli,memory_mib,qos\na,1,1,..\n", row: 2, column: "qos"),
        Bad("name,cpu_milli,memory_mib,creation_time\na,1,1,nan\n", row: 2, column: "creation_time"),
        Bad("name,cpu_milli,memory_mib,creation_time\na,1,1,1e300\n", row: 2, column: "creation_time"),
        Bad("name,cpu_milli,memory_mib,creation_time\na,1,1,-5\n", row: 2, column: "creation_time"),
        Bad(
            "name,cpu_milli,memory_mib,creation_time,deletion_time\na,1,1,9,8\n", row: 2, column: "deletion_time"),
    ])
    func `a fault in a file of requests is named with row and column`(_ bad: Bad) {
        expectFailure(bad) { try Request.read(text: bad.text, file: "in.csv") }
    }

    private func expectFailure(_ bad: Bad, _ read: () throws -> Any) {
        let failure = #expect(throws: CSVFailure.self) { _ = try read() }
        #expect(failure?.file == "in.csv")
        #expect(failure?.row == bad.row)
        #expect(failure?.column == bad.column)
        #expect(failure.map { "\($0)".unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } } == true)
    }

    @Test func `a CSV failure says where it is, what is wrong and what to do`() throws {
        let failure = #expect(throws: CSVFailure.self) {
            try Machine.read(text: "sn,cpu_milli,memory_mib\na,many,1\n", file: "nodes.csv")
        }
        let expected = #""many" is not a whole number from 0 to 1000000000000; correct it"#
        #expect(failure.map(\.description) == "nodes.csv, row 2, column cpu_milli: \(expected)")
    }

    @Test func `all missing columns are named at once, with the present ones`() {
        let failure = #expect(throws: CSVFailure.self) {
            try Machine.read(text: "node,cores,mem_bytes\na,1,1\n", file: "nodes.csv")
        }
        let words = failure?.description ?? ""
        for word in ["sn, cpu_milli, memory_mib", "cores, mem_bytes, node", "--column COLUMN=cpus:1000"] {
            #expect(words.contains(word), "\(words)")
        }
    }

    @Test func `mapped columns are read with their names, units and resources`() throws {
        let mappings = [
            "node=sn", "cores=cpus", "mem_bytes=mem:1048576", "seats=license", "volume_gb=disk:0.001", "kind=model",
        ]
        .compactMap(ColumnMapping.init)
        #expect(mappings.count == 6)
        let text = "node,cores,mem_bytes,seats,volume_gb,kind\na,2.5,1073741824,7,1.5,T4\nb,1,0,,0,\n"
        let (license, disk) = (ScalarResource("license"), ScalarResource("disk"))
        #expect(
            try Machine.read(text: text, file: "nodes.csv", columns: mappings) == [
                Machine(
                    name: "a",
                    total: Amounts(
                        cpus: 2_500, memory: 1_024_000, further: [license: 7_000, disk: 1_500_000]), model: "T4"),
                Machine(name: "b", total: Amounts(cpus: 1_000)),
            ])
        let times = [
            "id=name", "queue=qos", "submit_ms=creation_time:1000", "end_ms=deletion_time:1000", "gpu_share=gpus:100",
        ]
        let requests = try Request.read(
            text: "id,queue,submit_ms,end_ms,gpu_share,cpu_milli,memory_mib\nr,LS,1000,3500,50,100,1\n",
            file: "pods.csv",
            columns: times.compactMap(ColumnMapping.init))
        #expect(
            requests == [
                Request(
                    name: "r", amounts: Amounts(cpus: 100, memory: 1_000, gpus: 500), role: "LS",
                    runTime: .milliseconds(2_500))
            ])
    }

    @Test(arguments: [
        "", "cpus", "=cpus", "a=", "a=cpus:", "a=cpus:0", "a=cpus:-1", "a=cpus:nan", "a=cpus:ten", "a=b c", "a=:2",
    ])
    func `a malformed column mapping is refused`(text: String) { #expect(ColumnMapping(text) == nil) }

    @Test(
        arguments: [
            ("a=gpu", "gpus"), ("a=num_gpu", "gpus"), ("a=gpu_milli:1000", "gpus"), ("a=cpu_milli", "cpus"),
            ("a=memory_mib", "mem"), ("a=gpus", nil), ("a=license", nil), ("a=qos", nil),
        ] as [(String, String?)])
    func `a mapping to a column's name suggests the intended resource`(text: String, resource: String?) throws {
        #expect(try #require(ColumnMapping(text)).intendedResource == resource)
    }

    @Test(arguments: [
        ("cores=cpus", "sn,cores,memory_mib\na,many,1\n", "cores"),
        ("cores=cpus", "sn,cores,memory_mib\na,-1,1\n", "cores"),
        ("seats=license:0.000001", "sn,seats,cpu_milli,memory_mib\na,1000000,1,1\n", "seats"),
        ("seats=license", "sn,seats,cpu_milli,memory_mib\na,nan,1,1\n", "seats"),
        ("cores=mem", "sn,cores,cpu_milli\na,1e300,1\n", "cores"),
        ("id=sn", "id,cpu_milli,memory_mib\n,1,1\n", "id"),
    ])
    func `a fault in a mapped column is named by the file's own column`(mapping: String, text: String, column: String)
        throws
    {
        let mapping = try #require(ColumnMapping(mapping))
        let failure = #expect(throws: CSVFailure.self) {
            try Machine.read(text: text, file: "in.csv", columns: [mapping])
        }
        #expect(failure?.column == column && failure?.row == 2)
    }

    @Test func `a gzip file is decompressed, and a truncated one is refused`() async throws {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "packed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let rows = (0..<5_000).map { "m-\($0),1000,\($0)" }.joined(separator: "\n")
        let plain = folder.appending(path: "nodes.csv")
        try Data("sn,cpu_milli,memory_mib\n\(rows)\n".utf8).write(to: plain)
        let gzip = try await run(.name("gzip"), arguments: ["-k", plain.path], output: .discarded)
        #expect(gzip.terminationStatus.isSuccess)
        let packed = folder.appending(path: "nodes.csv.gz")
        #expect(try Machine.read(path: packed.path) == Machine.read(path: plain.path))
        let bytes = try Data(contentsOf: packed)
        #expect(bytes.count < 40_000)
        let cut = folder.appending(path: "cut.csv.gz")
        try bytes.prefix(bytes.count / 2).write(to: cut)
        let failure = #expect(throws: CSVFailure.self) { try Machine.read(path: cut.path) }
        #expect(failure?.description.contains("damaged or truncated") == true)
    }

    @Test func `a mapping is refused only if neither file has its column`() throws {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "mapped-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (machines, requests) = (folder.appending(path: "m.csv"), folder.appending(path: "r.csv"))
        try Data("sn,cpu_milli,memory_mib,seats\na,4000,1024,2\n".utf8).write(to: machines)
        try Data("name,cpu_milli,memory_mib,wants\nr,1000,1,1\n".utf8).write(to: requests)
        func read(_ mappings: String...) throws -> ClusterWorkload {
            try ClusterWorkload.read(
                machines: machines.path, requests: requests.path, columns: mappings.compactMap(ColumnMapping.init),
                frameworksPerRole: 1)
        }
        let workload = try read("seats=license", "wants=license")
        #expect(workload.resources.map(\.name) == ["cpus", "mem", "gpus", "license"])
        #expect(workload.total[ScalarResource("license")] == 2_000)
        #expect(workload.remarkOnTimes?.contains("it has no times") == true)
        for mapping in ["seat=license", "wants=model", "seats=qos"] {
            #expect(throws: CSVFailure.self, "\(mapping)") { try read(mapping) }
        }
    }

    @Test func `a missing CSV file is named`() {
        let failure = #expect(throws: CSVFailure.self) { try Machine.read(path: "/nowhere/nodes.csv") }
        #expect(failure?.description.contains("/nowhere/nodes.csv") == true)
    }
}
