import AllocatorCore

/// Assigns positions to the values that a state's message refers to by position.
struct StatePositions {
    private(set) var names: [String] = []
    private var positionOfName: [Name: UInt32] = [:]
    private var positionOfAgent: [Name: UInt32] = [:]

    init(agents: [AgentState]) {
        positionOfAgent.reserveCapacity(agents.count)
        for (position, agent) in agents.enumerated() { positionOfAgent[agent.description.id] = UInt32(position) }
    }

    mutating func name(_ name: Name) -> UInt32 {
        if let position = positionOfName[name] { return position }
        let position = UInt32(names.count)
        positionOfName[name] = position
        names.append(name.string)
        return position
    }

    /// Returns the position of an agent. For an unknown agent, returns one past the end, which reading refuses.
    func agent(_ id: Name) -> UInt32 { positionOfAgent[id] ?? UInt32(positionOfAgent.count) }
}

/// Resolves positions to their values.
struct StateReferences {
    private let names: [Name]
    var agents: [Name] = []

    init(names: [String]) { self.names = names.map { Name($0) } }

    func name(_ position: UInt32, _ field: @autoclosure () -> String) throws(MalformedField) -> Name {
        try Self.element(of: names, position, field(), "names")
    }

    func agent(_ position: UInt32, _ field: @autoclosure () -> String) throws(MalformedField) -> Name {
        try Self.element(of: agents, position, field(), "agents")
    }

    static func element<Element>(
        of elements: [Element], _ position: UInt32, _ field: @autoclosure () -> String, _ list: String
    ) throws(MalformedField) -> Element {
        guard position < elements.count else {
            throw MalformedField(field(), "is \(position): \(list) ends before that, with \(elements.count)")
        }
        return elements[Int(position)]
    }
}
