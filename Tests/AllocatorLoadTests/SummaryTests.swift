import AllocatorLoad
import AllocatorWire
import Foundation
import SwiftProtobuf
import Testing

@Suite
struct SummaryTests {
    /// Returns a summary with every field, the largest numbers and the longest names.
    private func summary() -> LoadSummary {
        let machine = Machine(name: "m", total: Amounts(cpus: Amounts.maximum, memory: Amounts.maximum, gpus: 8_000))
        let asked = [
            Amounts(cpus: 4_000), Amounts(cpus: Amounts.maximum), Amounts(gpus: 9_000), Amounts(cpus: 1),
            Amounts(cpus: 500_000),
        ]
        let requests = asked.enumerated().map { number, amounts in
            Request(
                name: "r\(number)", amounts: amounts, models: number == 3 ? ["T4"] : [], role: "a",
                arrival: .seconds(number == 4 ? 1_000 : 0), runTime: .seconds(number == 0 ? 1 : 1_000))
        }
        var player = Player(
            ClusterWorkload(machines: [machine], requests: requests) { _ in 1 }, pace: .compressed(by: 1))
        player.begin()
        let room = MachineOffer(framework: 0, machine: 0, amounts: Amounts(cpus: Amounts.maximum))
        _ = player.receive([MachineOffer(framework: 0, machine: 0, amounts: Amounts(cpus: 4_000))], at: .zero)
        _ = player.advance(to: .seconds(1))
        _ = player.receive([room], at: .seconds(3_000))
        _ = player.advance(to: .seconds(3_600))
        player.end(at: .seconds(3_600))
        var refusals = Refusals()
        for number in 0..<7 {
            refusals.record(
                WireReply.with {
                    $0.call = "add_agent"
                    $0.error.code = .alreadyExists
                    $0.error.message = "no \(number)\n\u{1B}[31m" + String(repeating: "x", count: 300)
                })
        }
        return LoadSummary(
            worker: .init(name: String(repeating: "w", count: 200), version: "0.1.0\u{1B}]"), workload: player.workload,
            ledger: player.ledger, ending: .failed, elapsed: .seconds(3_600),
            traffic: .init(
                eventsSent: 123_456_789, batchesSent: 12_345_678, offerBatches: 123_456, publicationsLost: 98_765,
                publicationsUnreadable: 3),
            refusals: refusals, fault: String(repeating: "f\n", count: 200))
    }

    @Test func `a summary fits a terminal apart from faults and holds no control characters`() {
        let text = summary().text(in: .terminal(columns: 80))
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isOfFault = line.hasPrefix("fault: ") || line.hasPrefix("  add_agent")
            #expect(line.count <= 80 || isOfFault, "\(line)")
        }
        for whole in [text, summary().description] {
            #expect(whole.contains(String(repeating: "f ", count: 199) + "f"))
            #expect(whole.contains(String(repeating: "x", count: 300)))
        }
        #expect(summary().description.contains(String(repeating: "w", count: 200)), "a file gets every line whole")
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }

    @Test func `a summary accounts for every request and the reasons for not placing it`() {
        let lines = summary().description.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        func number(_ words: String) -> String? {
            let words = words.split(separator: " ").map(String.init)
            return lines.first { $0.starts(with: words) }?.last
        }
        #expect(number("requests") == "5")
        #expect(number("placed") == "2")
        #expect(number("finished") == "1")
        #expect(number("still running") == "1")
        #expect(number("not placed") == "3")
        #expect(number("no machine of") == "1")
        #expect(number("larger than") == "1")
        #expect(number("never fitted") == "1")
        #expect(number("not yet come") == "0")
    }

    @Test func `the JSON of a load summary has the same content`() throws {
        let json = try summary().json()
        #expect(!json.contains("\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["placed"] as? Int == 2)
        #expect(
            object["not_placed"] as? [String: Int] == [
                "no_machine_of_model": 1, "larger_than_any_machine": 1, "never_fitted": 1, "not_yet_come": 0,
            ])
        #expect(object["ending"] as? String == "failed")
        #expect(object["calls_refused"] as? Int == 7)
        #expect((object["first_refusals"] as? [String])?.count == 5)
        #expect(object["publications_lost"] as? Int == 98_765)
        #expect(Set((object["usage"] as? [String: Any] ?? [:]).keys) == ["cpus", "mem", "gpus"])
    }

    @Test func `a run with refused calls, lost publications or a silent worker has faults`() {
        #expect(summary().hasFaults)
        let workload = ClusterWorkload(machines: [], requests: []) { _ in 1 }
        func ended(_ ending: LoadSummary.Ending, lost: UInt64 = 0) -> LoadSummary {
            LoadSummary(
                worker: .init(name: "w", version: "1"), workload: workload,
                ledger: Player(workload, pace: .compressed(by: 1)).ledger, ending: ending, elapsed: .zero,
                traffic: .init(publicationsLost: lost), refusals: Refusals())
        }
        #expect(!ended(.done).hasFaults)
        #expect(!ended(.stopped).hasFaults)
        #expect(ended(.done, lost: 1).hasFaults)
    }

    @Test(arguments: [
        (0.0, 1, "0.0"), (1234.56, 1, "1,234.6"), (0.049, 2, "0.05"), (-12.5, 1, "-12.5"), (1234.5, 0, "1,235"),
    ])
    func `numbers are grouped and rounded`(number: Double, decimals: Int, text: String) {
        #expect(Columns.fixed(number, decimals) == text)
    }
}
