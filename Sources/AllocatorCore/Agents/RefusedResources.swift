/// The resources of filters, shared between filters of the same resources.
///
/// Frameworks often decline the same resources of an agent, and there may be millions of filters.
package final class RefusedResources: Sendable {
    let resources: Resources

    package init(_ resources: Resources) { self.resources = resources }
}
