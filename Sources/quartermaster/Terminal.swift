import Foundation
import Glibc

/// What of standard output and error can be used for people.
enum Terminal {
    /// Whether standard output may be coloured: on a terminal, unless NO_COLOR is set or the terminal is dumb.
    static var hasColours: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Writes a line that the next one replaces, where standard error is a terminal; elsewhere a line like others.
    static func showProgress(_ line: String) {
        write(isatty(STDERR_FILENO) == 1 ? "\r\(line)\u{1B}[K" : "\(line)\n")
    }

    /// Ends the line that was shown last.
    static func endProgress() {
        if isatty(STDERR_FILENO) == 1 { write("\n") }
    }

    static func complain(_ text: String) {
        write("quartermaster: \(text)\n")
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
