/// Who asks for resources on behalf of requests: those of one role that may run on the same models of machine, so that
/// offer constraints can keep all other machines away from it.
package struct Framework: Hashable, Sendable {
    /// Unique among the frameworks.
    package let name: String
    package let role: String
    /// Empty: any machine will do.
    package let models: [String]

    /// Whether its requests may run on a machine of this model.
    package func accepts(model: String) -> Bool {
        models.isEmpty || models.contains(model)
    }
}
