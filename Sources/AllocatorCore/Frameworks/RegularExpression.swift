import CRE2

/// A regular expression in RE2 syntax.
///
/// Matching takes time linear in the length of the text for every pattern, so no pattern can stall the allocator.
package final class RegularExpression: Sendable {
    package let pattern: String

    /// `nonisolated(unsafe)` because C pointers are not `Sendable`. The pointer never changes. RE2 locks its own
    /// caches, so several threads may match with one expression concurrently.
    private nonisolated(unsafe) let expression: OpaquePointer

    /// The error for a pattern that cannot be used.
    package struct Unusable: Error, Hashable {
        package let pattern: String
        package let reason: String
    }

    /// The number of bytes of RE2's message that are kept. The message may quote a long pattern.
    private static let reasonCapacity = 512

    /// - Parameters:
    ///   - maximumProgramSize: The maximum number of instructions of the compiled pattern.
    ///   - maximumMemoryBytes: The memory for the compiled pattern and its automata. RE2 refuses a pattern whose
    ///     program does not fit. With 1 or less, the program's memory is not limited.
    /// - Complexity: Linear in the size of the pattern, and bounded by the limits.
    package init(
        _ pattern: String, maximumProgramSize: Int, maximumMemoryBytes: Int
    ) throws(Unusable) {
        let expression: OpaquePointer
        switch Self.compile(pattern, maximumMemoryBytes) {
        case .success(let compiled): expression = compiled
        case .failure(let unusable): throw unusable
        }
        let size = Int(cre2_program_size(expression))
        guard size <= maximumProgramSize else {
            cre2_release(expression)
            throw Unusable(
                pattern: pattern,
                reason: "its program of \(size) instructions is larger than the \(maximumProgramSize) allowed;"
                    + " use a simpler pattern or raise the limit")
        }
        self.pattern = pattern
        self.expression = expression
    }

    deinit {
        cre2_release(expression)
    }

    /// Whether the pattern matches all of `text`, from its beginning to its end.
    ///
    /// - Complexity: Linear in the length of `text`.
    package func matchesWhole(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cre2_matches_whole(expression, $0.baseAddress, $0.count) }
        }
    }

    private static func compile(_ pattern: String, _ maximumMemoryBytes: Int) -> Result<OpaquePointer, Unusable> {
        var bytes = pattern
        var reason = ""
        let compiled = withUnsafeTemporaryAllocation(of: CChar.self, capacity: reasonCapacity) { error in
            guard let error = error.baseAddress else { return OpaquePointer?.none }
            error.initialize(to: 0)
            let compiled = bytes.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    cre2_compile($0.baseAddress, $0.count, Int64(maximumMemoryBytes), error, reasonCapacity)
                }
            }
            if compiled == nil { reason = String(cString: error) }
            return compiled
        }
        guard let compiled else { return .failure(Unusable(pattern: pattern, reason: reason)) }
        return .success(compiled)
    }
}

extension RegularExpression.Unusable: CustomStringConvertible {
    /// The number of characters of the pattern that a message shows.
    private static let shownCharacters = 200

    package var description: String {
        let shown = pattern.count > Self.shownCharacters ? pattern.prefix(Self.shownCharacters) + "…" : pattern[...]
        return "the regular expression \(String(shown).debugDescription) cannot be used: \(reason)"
    }
}
