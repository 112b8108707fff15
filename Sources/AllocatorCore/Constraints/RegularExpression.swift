import CRE2

/// A regular expression in RE2's syntax, as offer constraints use them: it matches in time linear to the text,
/// whatever the pattern, so that a framework's pattern cannot stop the allocator.
package final class RegularExpression: Sendable {
    package let pattern: String

    /// `nonisolated(unsafe)` because the compiler takes no C pointer for Sendable, whatever it points to. RE2 guards its caches
    /// itself: any number of threads may match with one expression at once, and the pointer never changes.
    private nonisolated(unsafe) let expression: OpaquePointer

    /// Why a pattern cannot be used.
    package struct Unusable: Error, Hashable {
        package let pattern: String
        package let reason: String
    }

    /// How many bytes of RE2's reason are kept: it may quote the pattern, which may be of any length.
    private static let reasonCapacity = 512

    /// - Parameters:
    ///   - maximumProgramSize: How many instructions the compiled pattern may have.
    ///   - maximumMemoryBytes: What the compiled pattern and its automata may take; RE2 divides it as it sees fit, and
    ///     refuses a pattern whose program does not fit. 1 or less is no limit to the program.
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
    /// How much of the pattern is shown, in characters.
    private static let shownCharacters = 200

    package var description: String {
        let shown = pattern.count > Self.shownCharacters ? pattern.prefix(Self.shownCharacters) + "…" : pattern[...]
        return "the regular expression \(String(shown).debugDescription) cannot be used: \(reason)"
    }
}
