import CZeroMQ

/// A type of socket option values, with its conversion to libzmq's representation.
package protocol SocketOptionValue {
    /// The representation in libzmq's calls.
    associatedtype Encoded: SocketOptionEncoding

    /// Decodes a value of libzmq, or returns `nil` if it is not valid for the type.
    init?(encoded: Encoded)

    /// Encodes the value in libzmq's form.
    ///
    /// - Returns: `nil` if it does not fit.
    var encoded: Encoded? { get }
}

/// A representation of option values in libzmq: a C integer or bytes. Both calls return libzmq's result, 0 on success.
package protocol SocketOptionEncoding {
    static func read(_ value: inout Self, _ socket: UnsafeMutableRawPointer, _ key: Int32) -> Int32
    func write(_ socket: UnsafeMutableRawPointer, _ key: Int32) -> Int32
    /// The initial value for `read`.
    static var blank: Self { get }
}

extension SocketOptionEncoding where Self: FixedWidthInteger {
    package static func read(_ value: inout Self, _ socket: UnsafeMutableRawPointer, _ key: Int32) -> Int32 {
        var size = MemoryLayout<Self>.size
        return zmq_getsockopt(socket, key, &value, &size)
    }

    package func write(_ socket: UnsafeMutableRawPointer, _ key: Int32) -> Int32 {
        withUnsafeBytes(of: self) { zmq_setsockopt(socket, key, $0.baseAddress, $0.count) }
    }

    package static var blank: Self { 0 }
}

extension Int32: SocketOptionEncoding {}
extension Int64: SocketOptionEncoding {}

extension [UInt8]: SocketOptionEncoding {
    /// The buffer size for the longest value that libzmq returns: an endpoint, `ipc://` and a path or `tcp://` and a
    /// host name.
    private static var longestValue: Int { 1024 }

    package static func read(_ value: inout [UInt8], _ socket: UnsafeMutableRawPointer, _ key: Int32) -> Int32 {
        var size = longestValue
        var bytes = [UInt8](repeating: 0, count: size)
        let result = zmq_getsockopt(socket, key, &bytes, &size)
        value = Array(bytes.prefix(size))
        return result
    }

    package func write(_ socket: UnsafeMutableRawPointer, _ key: Int32) -> Int32 {
        withUnsafeBytes { zmq_setsockopt(socket, key, $0.baseAddress, $0.count) }
    }

    package static var blank: [UInt8] { [] }
}

extension Int: SocketOptionValue {
    package init(encoded: Int32) { self = Int(encoded) }
    package var encoded: Int32? { Int32(exactly: self) }
}

extension Int64: SocketOptionValue {
    package init(encoded: Int64) { self = encoded }
    package var encoded: Int64? { self }
}

extension Bool: SocketOptionValue {
    package init(encoded: Int32) { self = encoded != 0 }
    package var encoded: Int32? { self ? 1 : 0 }
}

extension [UInt8]: SocketOptionValue {
    package init(encoded: [UInt8]) { self = encoded }
    package var encoded: [UInt8]? { self }
}

extension String: SocketOptionValue {
    /// libzmq includes the terminating zero byte of a text in its size.
    package init(encoded: [UInt8]) { self = String(decoding: encoded.prefix { $0 != 0 }, as: UTF8.self) }
    package var encoded: [UInt8]? { Array(utf8) }
}

/// The duration in milliseconds, rounded up, so that a short wait does not become none.
extension Duration: SocketOptionValue {
    package init(encoded: Int32) { self = .milliseconds(encoded) }
    package var encoded: Int32? { milliseconds.flatMap { Int32(exactly: $0) } }
}

/// `nil` corresponds to libzmq's -1: no limit, forever, or the system's default.
extension Optional: SocketOptionValue where Wrapped: SocketOptionValue, Wrapped.Encoded: SignedInteger {
    package init?(encoded: Wrapped.Encoded) {
        guard encoded != -1 else {
            self = .none
            return
        }
        guard let value = Wrapped(encoded: encoded) else { return nil }
        self = value
    }

    package var encoded: Wrapped.Encoded? {
        guard let value = self else { return -1 }
        // A negative value must not be mistaken for `nil`.
        return value.encoded.flatMap { $0 < 0 ? nil : $0 }
    }
}

extension Duration {
    /// Whole milliseconds, rounded up; `nil` for a negative or endless time.
    var milliseconds: Int64? {
        guard self >= .zero else { return nil }
        let (seconds, attoseconds) = components
        let attosecondsPerMillisecond: Int64 = 1_000_000_000_000_000
        let (part, rest) = attoseconds.quotientAndRemainder(dividingBy: attosecondsPerMillisecond)
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflows else { return nil }
        let (sum, sumOverflows) = whole.addingReportingOverflow(part + (rest > 0 ? 1 : 0))
        return sumOverflows ? nil : sum
    }
}
