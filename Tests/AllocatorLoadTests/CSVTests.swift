import AllocatorLoad
import Testing

@Suite("CSV input")
struct CSVTests {
    @Test("Machines are read with GPUs and model, or without")
    func machines() throws {
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

    @Test("Columns may be missing, in another order, and more than needed")
    func columns() throws {
        let text = "rack,memory_mib,cpu_milli,sn\r\nr1,1024,4000,a\r\n"
        #expect(
            try Machine.read(text: text, file: "nodes.csv")
                == [Machine(name: "a", total: Amounts(cpus: 4_000, memory: 1_024_000))])
    }

    @Test("Requests are read with their times, shares of GPUs, models and role")
    func requests() throws {
        let requests = try Request.read(
            text: """
                name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
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

    @Test(
        "A fault in the machines is named with row and column",
        arguments: [
            Bad("", row: 1, column: "sn"),
            Bad("sn,cpu_milli\n", row: 1, column: "memory_mib"),
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
    func badMachines(_ bad: Bad) {
        expectFailure(bad) { try Machine.read(text: bad.text, file: "in.csv") }
    }

    @Test(
        "A fault in the requests is named with row and column",
        arguments: [
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
    func badRequests(_ bad: Bad) {
        expectFailure(bad) { try Request.read(text: bad.text, file: "in.csv") }
    }

    private func expectFailure(_ bad: Bad, _ read: () throws -> Any) {
        let failure = #expect(throws: CSVFailure.self) { _ = try read() }
        #expect(failure?.file == "in.csv")
        #expect(failure?.row == bad.row)
        #expect(failure?.column == bad.column)
        #expect(failure.map { "\($0)".unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } } == true)
    }

    @Test("The words of a failure say where, what and what to do")
    func words() throws {
        let failure = #expect(throws: CSVFailure.self) {
            try Machine.read(text: "sn,cpu_milli,memory_mib\na,many,1\n", file: "nodes.csv")
        }
        #expect(
            failure.map(\.description)
                == #"nodes.csv, row 2, column cpu_milli: "many" is not a whole number from 0 to 1000000000000; correct it"#
        )
    }

    @Test("A file that is not there is named")
    func missingFile() {
        let failure = #expect(throws: CSVFailure.self) { try Machine.read(path: "/nowhere/nodes.csv") }
        #expect(failure?.description.contains("/nowhere/nodes.csv") == true)
    }
}
