/// A cluster's machines, the requests that arrive at it, and the frameworks that act for the requests.
package struct ClusterWorkload: Sendable {
    package static let maximumMachines = 100_000
    package static let maximumRequests = 1_000_000
    /// The maximum number of frameworks in all roles together.
    package static let maximumFrameworks = 10_000

    /// The agent attribute that holds a machine's model.
    package static let modelAttribute = "model"

    package let machines: [Machine]
    package let requests: [Request]
    package let frameworks: [SimulatedFramework]
    /// The framework of each request, by the request's index.
    package let frameworkOfRequest: [Int]

    /// Creates the frameworks of each role. Requests that may run on any machine are spread evenly over
    /// `frameworksPerRole` frameworks. Requests that require certain models get one more framework for each set of
    /// models.
    ///
    /// - Precondition: The numbers of machines and requests are within their limits, and each role has at least one
    ///   framework.
    /// - Complexity: O(n log n) in the requests.
    package init(machines: [Machine], requests: [Request], frameworksPerRole: (String) -> Int) {
        precondition(machines.count <= Self.maximumMachines, "at most \(Self.maximumMachines) machines")
        precondition(requests.count <= Self.maximumRequests, "at most \(Self.maximumRequests) requests")
        self.machines = machines
        self.requests = requests
        var frameworks: [SimulatedFramework] = []
        var firstOf: [Line: Int] = [:]
        for line in Set(requests.map(Line.init)).sorted() {
            firstOf[line] = frameworks.count
            frameworks += line.frameworks(count: frameworksPerRole(line.role))
        }
        var turns: [Line: Int] = [:]
        frameworkOfRequest = requests.map { request in
            let line = Line(request)
            let count = line.models.isEmpty ? frameworksPerRole(line.role) : 1
            let turn = turns[line, default: 0]
            turns[line] = turn + 1
            return (firstOf[line] ?? 0) + turn % count
        }
        self.frameworks = frameworks
    }

    package var roles: Set<String> { Set(frameworks.map(\.role)) }

    /// A hint for users if times are missing, so that requests never wait, or `nil`.
    package var remarkOnTimes: String? {
        let isAtOnce = requests.allSatisfy { $0.arrival == .zero }
        let isOver = requests.allSatisfy { $0.runTime == .zero }
        if isAtOnce, isOver {
            return
                "it has no times: all requests arrive at once, and each ends as soon as it starts; name the columns "
                + "of times with --column COLUMN=creation_time and --column COLUMN=deletion_time"
        }
        if isOver {
            return
                "it has no end times: each request ends as soon as it starts; name their column with --column "
                + "COLUMN=deletion_time"
        }
        return isAtOnce && requests.count > 1 ? "it has no arrival times: all requests arrive at once" : nil
    }

    /// The resources that machines have or requests use: the common ones, then the others sorted by name.
    package var resources: [ScalarResource] {
        var further: Set<ScalarResource> = []
        for machine in machines where !machine.total.further.isEmpty { further.formUnion(machine.total.further.keys) }
        for request in requests where !request.amounts.further.isEmpty {
            further.formUnion(request.amounts.further.keys)
        }
        return ScalarResource.common + further.sorted()
    }

    /// The resources of all machines.
    package var total: Amounts {
        machines.reduce(into: .zero) { $0 += $1.total }
    }
}

/// A framework that acts for the requests of one role with the same required models. Its offer constraints can
/// therefore exclude all other machines.
package struct SimulatedFramework: Hashable, Sendable {
    /// The name, unique among the frameworks.
    package let name: String
    package let role: String
    /// The models of machine that its requests may run on. If empty, any model.
    package let models: [String]

    /// Whether its requests may run on a machine of this model.
    package func accepts(model: String) -> Bool {
        models.isEmpty || models.contains(model)
    }
}

/// The properties that all requests of a framework share.
private struct Line: Hashable, Comparable {
    let role: String
    let models: [String]

    init(_ request: Request) {
        role = request.role
        models = request.models
    }

    func frameworks(count: Int) -> [SimulatedFramework] {
        precondition(count > 0, "role \(role) has no framework")
        let name = role == "*" ? "any" : role
        guard models.isEmpty else {
            return [SimulatedFramework(name: "\(name)-\(models.joined(separator: "+"))", role: role, models: models)]
        }
        return (1...count).map { SimulatedFramework(name: "\(name)-\($0)", role: role, models: []) }
    }

    static func < (left: Line, right: Line) -> Bool {
        left.role == right.role
            ? left.models.lexicographicallyPrecedes(right.models) : left.role < right.role
    }
}
