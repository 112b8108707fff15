import Foundation

/// The resident memory of this process.
enum ResidentMemory {
    /// Returns the resident size in bytes, including freed memory not returned to the system, or `nil` if it is
    /// unavailable.
    static func bytes() -> Int? {
        guard let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = statm.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
