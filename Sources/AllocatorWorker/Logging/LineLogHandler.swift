import FoundationEssentials
import Glibc
package import Logging

/// Logs to standard error, one line per message.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let format: LogFormat

    package init(format: LogFormat, level: Logger.Level) {
        self.format = format
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        let line = LogLine(
            time: Date.now, level: event.level.rawValue, message: "\(event.message)",
            metadata: all.mapValues { "\($0)" })
        write(format == .text ? line.text : line.json)
    }

    /// Writes a line with one system call, so that lines of several threads don't interleave.
    private func write(_ line: String) {
        var line = line + "\n"
        // A failure can't be reported anywhere.
        _ = line.withUTF8 { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
