import AllocatorLoad

/// Reads a text as a file of machines and as one of requests. The rows must allow a summary and a workload.
struct CSVReader: FuzzedReader {
    func read(_ input: [UInt8]) throws(Finding) {
        guard let text = String(validating: input, as: UTF8.self) else { return }
        let machines = try rows { () throws(CSVFailure) in try Machine.read(text: text, file: "in.csv") }
        let requests = try rows { () throws(CSVFailure) in try Request.read(text: text, file: "in.csv") }
        let workload = ClusterWorkload(machines: machines, requests: requests) { _ in 2 }
        let total = workload.total
        guard total.cpus >= 0, total.memory >= 0, total.gpus >= 0 else {
            throw Finding("a sum is below zero: \(total)")
        }
        guard requests.allSatisfy({ $0.arrival >= .zero && $0.runTime >= .zero }) else {
            throw Finding("a request comes before the first, or runs for less than no time")
        }
    }

    /// Reads rows, none if the text is refused. The refusal must be one printable line.
    private func rows<Row>(_ read: () throws(CSVFailure) -> [Row]) throws(Finding) -> [Row] {
        do throws(CSVFailure) {
            return try read()
        } catch {
            let isPrintable = error.description.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard isPrintable else {
                throw Finding("a failure holds a control character: \(error.description.debugDescription)")
            }
            return []
        }
    }
}
