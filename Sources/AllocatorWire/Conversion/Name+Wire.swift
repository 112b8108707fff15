import AllocatorCore

extension Name {
    /// Reads a required text. An empty one counts as missing.
    init(_ text: String, requiredIn field: String) throws(MalformedField) {
        guard !text.isEmpty else { throw .missing(field, "give it") }
        self.init(text)
    }

    init(_ id: MesosFrameworkID) throws(MalformedField) {
        try self.init(id.value, requiredIn: "value")
    }

    init(_ id: MesosAgentID) throws(MalformedField) {
        try self.init(id.value, requiredIn: "value")
    }

    init(_ id: MesosResourceProviderID) throws(MalformedField) {
        try self.init(id.value, requiredIn: "value")
    }

    init(_ reference: WireFrameworkRef) throws(MalformedField) {
        try self.init(reference.frameworkID, requiredIn: "framework_id")
    }

    init(_ reference: WireAgentRef) throws(MalformedField) {
        try self.init(reference.agentID, requiredIn: "agent_id")
    }
}
