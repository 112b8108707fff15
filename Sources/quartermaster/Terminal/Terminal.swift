import AllocatorLoad
import Foundation
import Glibc

/// What of standard output and error can be used for people.
enum Terminal {
    /// Whether standard output may be coloured: on a terminal, unless NO_COLOR is set or the terminal is dumb.
    static var hasColours: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// How wide the lines of standard output may be.
    static var width: LineWidth { width(of: STDOUT_FILENO) }

    /// How wide the lines of standard error may be where they replace each other.
    static var progressWidth: LineWidth { width(of: STDERR_FILENO) }

    private static func width(of descriptor: Int32) -> LineWidth {
        guard isatty(descriptor) == 1 else { return .unbounded }
        return .terminal(columns: size(of: descriptor).columns)
    }

    /// Either is nil where the terminal does not tell it.
    static func size(of descriptor: Int32) -> (columns: Int?, rows: Int?) {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (nil, nil) }
        return (size.ws_col > 0 ? Int(size.ws_col) : nil, size.ws_row > 0 ? Int(size.ws_row) : nil)
    }

    /// Writes to standard output at once, so that what several threads write comes in order.
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }

    /// Writes a line that the next one replaces, where standard error is a terminal; elsewhere a line like others.
    static func showProgress(_ line: String) {
        write(isWatched ? "\r\(line)\u{1B}[K" : "\(line)\n")
    }

    /// Ends the line that was shown last.
    static func endProgress() {
        if isWatched { write("\n") }
    }

    /// Takes the line that was shown last away.
    static func clearProgress() {
        if isWatched { write("\r\u{1B}[K") }
    }

    /// Whether somebody looks at standard error, to whom progress can be shown.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes a line to standard error, where it is not taken for what was asked for.
    static func remark(_ line: String) {
        write("\(line)\n")
    }

    static func complain(_ text: String) {
        write("quartermaster: \(text)\n")
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
