import Glibc

/// Scans a write-ahead log for content that SQLite does not read, and distinguishes damage from the effects of a power
/// cut.
///
/// SQLite reads a log up to the first frame with a wrong salt or checksum. After that frame there may be
/// - frames of an older log with other salts, which were checkpointed;
/// - frames of unsynced commits from before a power cut. The kernel writes them in any order, so intact frames may
///   follow missing ones;
/// - synced frames after one that was damaged later.
///
/// Only the last case is damage. It is proven if an intact frame follows a synced commit, because nothing is written
/// after a commit until its sync succeeds. So damage to the last commit cannot be distinguished from a power cut.
struct LogScan: Equatable {
    /// The damage, or `nil` if no synced content is missing.
    private(set) var damage: LogDamage?
    /// The bytes of an incomplete last commit with the salts of this log. It was never acknowledged, unless it was
    /// damaged later.
    private(set) var tornBytes = 0
    /// The generation of the scanned log.
    private(set) var generation: UInt64 = 0

    /// The commits of a log that were synced before the next write.
    struct Syncs {
        /// Whether every commit was synced.
        let isEveryCommit: Bool
        /// The root page of the table `syncs`: commits that write it were synced. `nil` if it is unknown.
        let page: Int?

        /// No commit is known to be synced.
        static let unknown = Syncs(isEveryCommit: false, page: nil)
    }

    /// - Returns: `nil` if the log is missing or empty.
    static func read(_ path: String, _ syncs: Syncs) throws(JournalFailure) -> LogScan? {
        do throws(SystemError) {
            guard Folder.size(ofFile: path) != nil else { return nil }
            let file = try OpenFile(path, flags: O_RDONLY)
            var header = [UInt8](repeating: 0, count: LogLayout.headerSize)
            guard try file.read(into: &header, at: 0) == header.count else { return nil }
            var reading = LogReading(header: header.withUnsafeBytes { LogHeader($0) }, syncs: syncs)
            try reading.readFrames(of: file)
            return reading.scan
        } catch {
            throw JournalFailure(operation: .read, path: path, cause: .system(errno: error.errno))
        }
    }

    fileprivate init(_ reading: LogReading) {
        let salts = reading.header.salts
        generation = UInt64(salts.first) << 32 | UInt64(salts.second)
        if reading.header.isWhole {
            if let bad = reading.firstBadFrame {
                if reading.isProven {
                    damage = LogDamage(
                        frame: bad, offset: reading.offset(of: bad), framesBehind: reading.framesBehind,
                        commitsBehind: reading.commitsBehind)
                } else {
                    tornBytes = reading.tornBytes
                }
            }
        } else if reading.framesBehind > 0 || reading.beginsWithItsSalts {
            // SQLite syncs the header before it writes any frame, so a bad header is damage.
            damage = LogDamage(
                frame: nil, offset: 0, framesBehind: reading.framesBehind, commitsBehind: reading.commitsBehind)
        }
    }
}

/// The state of a scan through a log's frames.
private struct LogReading {
    let header: LogHeader
    let syncs: LogScan.Syncs
    /// The index of the first frame that is damaged or out of sequence, or `nil` if there is none.
    private(set) var firstBadFrame: Int?
    /// The number of intact frames after the first bad frame or a damaged header.
    private(set) var framesBehind = 0
    private(set) var commitsBehind = 0
    private(set) var tornBytes = 0
    /// Whether an intact frame follows a synced commit after a bad frame.
    private(set) var isProven = false
    /// The salts of the first intact frame. With a damaged header, they distinguish this log's frames from those of an
    /// older log.
    private var ownSalts: LogSalts?
    /// Whether the first frame has the salts of the header.
    private(set) var beginsWithItsSalts = false
    /// Whether a commit after the bad frame was synced.
    private var isBehindSync = false
    /// Whether the current transaction writes the page that marks synced commits.
    private var writesSyncPage = false

    init(header: LogHeader, syncs: LogScan.Syncs) {
        self.header = header
        self.syncs = syncs
    }

    private var frameSize: Int { LogLayout.frameHeaderSize + header.pageSize }

    func offset(of frame: Int) -> Int { LogLayout.headerSize + frame * frameSize }

    mutating func readFrames(of file: borrowing OpenFile) throws(SystemError) {
        var frame = [UInt8](repeating: 0, count: frameSize)
        var former = LogFrame(checksum: header.checksum, salts: header.salts)
        var number = 0
        while true {
            let count = try file.read(into: &frame, at: offset(of: number))
            guard count == frameSize else {
                if firstBadFrame == nil { noteTail(frame, count, at: number) }
                return
            }
            frame.withUnsafeBytes { take($0, number, &former) }
            number += 1
        }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer, _ number: Int, _ former: inout LogFrame) {
        let found = LogFrameHeader(bytes)
        // With a damaged header, only the salts of the frames tell which of them belong together.
        let salts = header.isWhole ? header.salts : ownSalts ?? former.salts
        let belongs = found.salts == salts && found.page != 0
        let orders = header.isWhole ? [header.isBigEndian] : [false, true]
        let isWhole = belongs && orders.contains { former.checksum.following(bytes, isBigEndian: $0) == found.checksum }
        if number == 0, belongs { beginsWithItsSalts = true }
        if isWhole, ownSalts == nil { ownSalts = found.salts }
        if header.isWhole, !isWhole, firstBadFrame == nil { firstBadFrame = number }
        if firstBadFrame != nil || !header.isWhole {
            note(found, number, isWhole: isWhole, belongs: belongs)
        }
        former = LogFrame(checksum: found.checksum, salts: found.salts)
    }

    /// Records a frame that is bad or follows a bad one.
    private mutating func note(_ found: LogFrameHeader, _ number: Int, isWhole: Bool, belongs: Bool) {
        if isWhole {
            framesBehind += 1
            if found.isCommit { commitsBehind += 1 }
            if isBehindSync { isProven = true }
        } else if belongs {
            tornBytes += frameSize
        }
        guard belongs else { return }
        if let page = syncs.page, found.page == page { writesSyncPage = true }
        guard found.isCommit else { return }
        if syncs.isEveryCommit || writesSyncPage { isBehindSync = true }
        writesSyncPage = false
    }

    /// Records a truncated frame at the end of the file.
    private mutating func noteTail(_ frame: [UInt8], _ count: Int, at number: Int) {
        guard header.isWhole, count >= LogLayout.frameHeaderSize,
            frame.withUnsafeBytes({ LogFrameHeader($0).salts }) == header.salts
        else { return }
        firstBadFrame = number
        tornBytes = count
    }

    var scan: LogScan { LogScan(self) }
}

/// The state that the next frame continues from.
private struct LogFrame {
    let checksum: LogChecksum
    let salts: LogSalts
}

extension LogChecksum {
    /// Returns the checksum of the frame after one with this checksum.
    fileprivate func following(_ frame: UnsafeRawBufferPointer, isBigEndian: Bool) -> LogChecksum {
        var checksum = self
        checksum.update(UnsafeRawBufferPointer(rebasing: frame[..<8]), isBigEndian: isBigEndian)
        checksum.update(
            UnsafeRawBufferPointer(rebasing: frame[LogLayout.frameHeaderSize...]), isBigEndian: isBigEndian)
        return checksum
    }
}
