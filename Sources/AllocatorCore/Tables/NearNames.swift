/// The known names that an unknown name may be a misspelling of.
///
/// Two names are near if one or two insertions, deletions, substitutions and transpositions of bytes turn one into the
/// other, ignoring case. The result does not depend on the order of the known names.
package struct NearNames {
    /// The maximum number of names that are compared: the closest in the order of names, half of them on each side.
    package static let maximumCandidates = 1_000
    /// The maximum number of suggestions.
    package static let maximumCount = 3
    /// The maximum length of a compared name in bytes.
    private static let longestName = 128

    /// The nearest names first, then in the order of names.
    package let names: [Name]

    /// - Complexity: Linear in the number of `known`. At most `maximumCandidates` names are compared by edit distance.
    package init(to name: Name, among known: some Sequence<Name>) {
        guard name.count <= Self.longestName else {
            names = []
            return
        }
        // Short names get a smaller bound, because almost every name would be near them.
        let bound = name.count < 2 ? 0 : name.count < 4 ? 1 : 2
        let wanted = Self.folded(name)
        let near = Self.neighbours(of: name, among: known).compactMap { candidate -> (distance: Int, name: Name)? in
            guard abs(candidate.count - name.count) <= bound else { return nil }
            return Self.distance(wanted, Self.folded(candidate), bound: bound).map { ($0, candidate) }
        }
        names = near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(Self.maximumCount).map(\.name)
    }

    /// A question such as `did you mean 'a' or 'b'?`, or `nil` if no name is near.
    package var question: String? {
        guard let last = names.last else { return nil }
        let others = names.dropLast().map { "'\($0)'" }.joined(separator: ", ")
        return others.isEmpty ? "did you mean '\(last)'?" : "did you mean \(others) or '\(last)'?"
    }

    // MARK: Candidates

    private static func neighbours(of name: Name, among known: some Sequence<Name>) -> [Name] {
        var (below, above) = (NameWindow(.last), NameWindow(.first))
        for candidate in known {
            if candidate < name { below.insert(candidate) } else { above.insert(candidate) }
        }
        return below.names + above.names
    }

    /// The first or last names of a sequence, half of `maximumCandidates` at most.
    private struct NameWindow {
        enum End {
            case first
            case last
        }

        private static let size = maximumCandidates / 2

        private let end: End
        private var kept: [Name] = []
        private var bound: Name?

        init(_ end: End) { self.end = end }

        private func precedes(_ left: Name, _ right: Name) -> Bool { end == .first ? left < right : right < left }

        mutating func insert(_ name: Name) {
            if let bound, !precedes(name, bound) { return }
            kept.append(name)
            guard kept.count == 2 * Self.size else { return }
            kept = names
            bound = kept.last
        }

        var names: [Name] { Array(kept.sorted(by: precedes).prefix(Self.size)) }
    }

    // MARK: Distance

    /// The bytes, with ASCII letters in lower case.
    private static func folded(_ name: Name) -> [UInt8] {
        name.string.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
    }

    /// The edit distance.
    ///
    /// - Returns: `nil` if it exceeds `bound`.
    /// - Complexity: O(length × bound)
    private static func distance(_ left: [UInt8], _ right: [UInt8], bound: Int) -> Int? {
        let far = bound + 1
        var before = [Int](repeating: far, count: right.count + 1)
        var last = (0...right.count).map { min($0, far) }
        for row in 1..<(left.count + 1) {
            var next = [Int](repeating: far, count: right.count + 1)
            if row <= bound { next[0] = row }
            for column in max(1, row - bound)..<(min(right.count, row + bound) + 1) {
                let isSame = left[row - 1] == right[column - 1]
                var best = min(last[column - 1] + (isSame ? 0 : 1), last[column] + 1, next[column - 1] + 1)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, before[column - 2] + 1)
                }
                next[column] = min(best, far)
            }
            (before, last) = (last, next)
        }
        return last[right.count] <= bound ? last[right.count] : nil
    }
}
