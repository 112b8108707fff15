import Glibc

extension Endpoint {
    /// Whether only processes of this machine can be at the other end: ipc, inproc, and tcp on loopback, by its address or as
    /// `localhost`. Names of interfaces are not looked up: what is bound to `lo` may have other addresses too.
    package var isOfThisMachine: Bool {
        switch scheme {
        case .ipc, .inproc: true
        case .tcp: Self.isOfThisMachine(host: host)
        }
    }

    /// The mistake of serving other machines without asking who is there: what a worker and an observer refuse to do unless they
    /// are told to.
    ///
    /// - Parameters:
    ///   - address: What can be reached.
    ///   - protection: What to give instead, beginning with the verb.
    package static func openness(of address: String, protection: String) -> String {
        "\(address) can be reached from other machines, by anybody; \(protection), or --insecure to do without"
    }

    /// Whether a host is loopback, by its address or as `localhost`.
    package static func isOfThisMachine(host: some StringProtocol) -> Bool { isLoopback(Substring(host)) }

    /// The path of the file that an ipc endpoint has; nil for others, and for one in the abstract namespace, which has none.
    package var socketFile: String? {
        guard scheme == .ipc, !afterScheme.hasPrefix("@") else { return nil }
        return String(afterScheme)
    }

    private var afterScheme: Substring { address.dropFirst(scheme.rawValue.count + "://".count) }

    /// Of `source;destination`, where it connects to.
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
