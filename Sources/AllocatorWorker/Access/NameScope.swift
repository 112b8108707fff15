/// A set of names of masters or clusters, or all names.
package enum NameScope: Hashable, Sendable {
    case all
    case some(Set<String>)

    package func covers(_ name: String) -> Bool {
        switch self {
        case .all: true
        case .some(let names): names.contains(name)
        }
    }

    var isEmpty: Bool { self == .some([]) }
}
