/// An identifier or name from the wire, such as that of an agent, framework, role or resource.
///
/// Equality, order and hash are those of its UTF-8 bytes. Swift's `String` compares by Unicode canonical equivalence,
/// which would equate different identifiers, and break ties differently from Mesos.
package struct Name: Sendable {
    package let string: String

    package init(_ string: String) {
        // Comparisons of bridged or lazily transcoded strings are slow.
        var contiguous = string
        contiguous.makeContiguousUTF8()
        self.string = contiguous
    }

    package var isEmpty: Bool { string.isEmpty }

    /// Calls `body` with the UTF-8 bytes, which `init` has made contiguous.
    private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        guard let result = string.utf8.withContiguousStorageIfAvailable(body) else {
            preconditionFailure("a name's bytes are contiguous")
        }
        return result
    }

    /// The length in bytes of UTF-8.
    package var count: Int { string.utf8.count }
}

extension Name: Hashable {
    package static func == (left: Name, right: Name) -> Bool {
        // A fast path for equal short strings and for strings that share storage, as in most successful lookups.
        if left.string._isIdentical(to: right.string) { return true }
        return left.count == right.count
            && left.withBytes { left in
                right.withBytes { right in areEqual(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right)) }
            }
    }

    /// Compares eight bytes at a time, because every successful lookup compares names.
    private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while position + 8 <= left.count {
            let words = (
                left.loadUnaligned(fromByteOffset: position, as: UInt64.self),
                right.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            )
            if words.0 != words.1 { return false }
            position += 8
        }
        while position < left.count {
            if left[position] != right[position] { return false }
            position += 1
        }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        var copy = string
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension Name: Comparable {
    package static func < (left: Name, right: Name) -> Bool {
        left.withBytes { left in right.withBytes { right in left.lexicographicallyPrecedes(right) } }
    }
}

extension Name: ExpressibleByStringLiteral, CustomStringConvertible {
    package init(stringLiteral value: String) { self.init(value) }

    package var description: String { string }
}
