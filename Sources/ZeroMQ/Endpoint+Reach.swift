import Glibc

extension Endpoint {
    /// Whether only processes of this machine can connect: over ipc, inproc, and tcp on loopback by its address or as
    /// `localhost`. Names of interfaces are not resolved: a socket bound to `lo` may have other addresses, too.
    package var isOfThisMachine: Bool {
        switch scheme {
        case .ipc, .inproc: true
        case .tcp: Self.isOfThisMachine(host: host)
        }
    }

    /// The error for serving other machines without authentication, which workers and observers refuse unless they are
    /// told to.
    ///
    /// - Parameters:
    ///   - address: The address that can be reached.
    ///   - protection: The options to give instead, as an imperative.
    package static func openness(of address: String, protection: String) -> String {
        "\(address) can be reached from other machines by anyone; \(protection), or --insecure to do without"
    }

    /// Whether a host is loopback, by its address or as `localhost`.
    package static func isOfThisMachine(host: some StringProtocol) -> Bool { isLoopback(Substring(host)) }

    /// The path of the socket file of an ipc endpoint, or `nil` for other endpoints and for the abstract namespace.
    package var socketFile: String? {
        guard scheme == .ipc, !afterScheme.hasPrefix("@") else { return nil }
        return String(afterScheme)
    }

    private var afterScheme: Substring { address.dropFirst(scheme.rawValue.count + "://".count) }

    /// The destination of `source;destination`.
    private var host: Substring {
        let place = afterScheme.split(separator: ";").last ?? ""
        return place.prefix(upTo: place.lastIndex(of: ":") ?? place.endIndex)
    }

    private static func isLoopback(_ host: Substring) -> Bool {
        if host == "localhost" { return true }
        var version4 = in_addr()
        if inet_pton(AF_INET, String(host), &version4) == 1 { return isLoopback(UInt32(bigEndian: version4.s_addr)) }
        guard host.hasPrefix("["), host.hasSuffix("]") else { return false }
        var version6 = in6_addr()
        guard inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &version6) == 1 else { return false }
        let bytes = withUnsafeBytes(of: version6) { Array($0) }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
        if isMapped { return bytes[12] == 127 }
        return bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    /// 127.0.0.0/8.
    private static func isLoopback(_ address: UInt32) -> Bool { address >> 24 == 127 }
}
