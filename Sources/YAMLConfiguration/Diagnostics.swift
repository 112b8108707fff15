import AllocatorCore
package import Yams

/// The mistakes that are found while a YAML file is read. Reading continues after each.
package struct Diagnostics: Sendable {
    /// The number of recorded mistakes. A file with more is not the expected kind of file.
    package static let maximumMistakes = 100

    package let file: String
    package private(set) var mistakes: [Mistake] = []

    package init(file: String) { self.file = file }

    /// The place of a node: the file and the line.
    package func place(of node: Node) -> String { "\(file)\(node.mark.map { ":\($0.line)" } ?? "")" }

    package mutating func record(_ problem: String, at place: String) {
        guard mistakes.count < Self.maximumMistakes else { return }
        mistakes.append(Mistake(place: place, problem: problem))
    }

    package mutating func record(_ problem: String, at node: Node) { record(problem, at: place(of: node)) }

    /// Records a key that is not among the known ones, with those that are similar.
    ///
    /// - Parameter kind: The meaning of a key, such as "setting".
    package mutating func recordUnknown(_ key: Node, _ kind: String, known: [String], at place: String? = nil) {
        let near = key.scalar.map { NearNames(to: Name($0.string), among: known.lazy.map { Name($0) }) }
        let advice = near?.question ?? "known are \(known.joined(separator: ", "))"
        record("\(Self.shown(key)) is no \(kind); \(advice)", at: place ?? self.place(of: key))
    }

    /// A value as a message quotes it: short and without control characters.
    package static func shown(_ node: Node) -> String {
        node.scalar.map { shown($0.string) } ?? "a list or mapping"
    }

    package static func shown(_ text: String) -> String { text.prefix(100).debugDescription }
}
