/// The distinct lists of resources of a state, numbered in the order of first use.
struct ResourceListTable {
    private struct Key: Hashable {
        var scalars: [Resources.Scalar]
        var collections: [Resources.Collection]
    }

    private let kinds: ResourceKindTable
    private var numbers: [Key: Int] = [:]
    private(set) var lists: [[ResourceEntry]] = []

    init(_ kinds: ResourceKindTable) { self.kinds = kinds }

    mutating func number(of resources: Resources) -> Int {
        let key = Key(scalars: resources.scalars, collections: resources.collections)
        if let number = numbers[key] { return number }
        numbers[key] = lists.count
        lists.append(entries(of: resources))
        return lists.count - 1
    }

    /// Converts a list and keeps its order, which decides what is shrunk first and what an offer lists first.
    private func entries(of resources: Resources) -> [ResourceEntry] {
        let scalars = resources.scalars.map { entry in
            ResourceEntry(
                metadata: kinds[entry.kind], amount: .scalar(Quantity(thousandths: entry.thousandths)),
                copies: entry.copies)
        }
        let collections = resources.collections.map { entry in
            ResourceEntry(metadata: kinds[entry.kind], amount: ResourceAmount(entry.items))
        }
        return scalars + collections
    }
}
