import Foundation

/// How much memory of this process is resident.
enum ResidentMemory {
    /// In bytes, with what has been freed and not given back to the system; nil if the system does not tell.
    static func bytes() -> Int? {
        guard let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = statm.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
