import AllocatorClient
package import AllocatorWire

/// An explanation for the page of a framework: a list of reasons, the one with the most agents first.
package struct ExplanationPage: Encodable, Sendable {
    package struct Group: Encodable, Equatable, Sendable {
        package let role: String
        package var agents: UInt32
        /// The reason against an offer.
        package let words: String
        /// The change that would remove the reason.
        package let remedy: String?
        package var examples: [String]
    }

    /// The maximum number of examples in one group.
    private static let maximumExamples = 5

    package private(set) var groups: [Group] = []
    /// The number of visited agents if the explanation is incomplete.
    package private(set) var onlyFirst: UInt32?

    /// - Parameter answers: The pages of the worker's answer, in order. Groups with the same wording are merged.
    package init(_ answers: [WireExplanation]) {
        var places: [[String]: Int] = [:]
        for answer in answers {
            for group in answer.groups {
                let words = group.reason.words(at: answer.timeNs)
                guard let place = places[[group.role, words]] else {
                    places[[group.role, words]] = groups.count
                    groups.append(
                        Group(
                            role: group.role, agents: group.agents, words: words, remedy: group.reason.remedy,
                            examples: group.examples))
                    continue
                }
                groups[place].agents += group.agents
                groups[place].examples += group.examples.prefix(Self.maximumExamples - groups[place].examples.count)
            }
        }
        groups.sort { ($1.agents, $0.role, $0.words) < ($0.agents, $1.role, $1.words) }
        if let last = answers.last, !last.last.isEmpty {
            onlyFirst = answers.map(\.agents).reduce(0, +)
        }
    }
}
