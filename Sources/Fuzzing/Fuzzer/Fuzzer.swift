import CLibFuzzer
import FuzzTargets
import Glibc
import Synchronization

/// The libFuzzer driver of the targets: `Fuzzer --target=TARGET`, then libFuzzer's own options, folders and files.
/// libFuzzer ignores arguments that begin with two dashes, and passes them on to the processes that it starts to merge
/// inputs.
///
/// libFuzzer is linked as a library, under a `main` of our own, so one program has all targets.
@main enum Fuzzer {
    private static let target = Mutex<(any FuzzedReader)?>(nil)
    private static let option = "--target="
    /// The processor time of the slowest input so far, in nanoseconds.
    private static let slowest = Mutex<Int64>(0)
    /// The maximum processor time of one input, in nanoseconds. libFuzzer's own limit uses wall-clock time, which
    /// includes the time when the system runs other processes.
    private static let longest: Int64 = 1_000_000_000

    static func main() throws {
        var arguments = CommandLine.arguments
        let given = arguments.lazy.filter { $0.hasPrefix(option) }.map { String($0.dropFirst(option.count)) }.first
        guard let name = given.flatMap(FuzzTarget.init(rawValue:)) else {
            say("usage: Fuzzer \(option)TARGET [libFuzzer's options] [folder or file ...]")
            exit(2)
        }
        let reader = try name.reader()
        target.withLock { $0 = reader }
        // libFuzzer ends the process itself.
        atexit { Fuzzer.say("slowest input: \(Fuzzer.slowest.withLock { $0 } / 1_000) us") }
        // Inserted first, because the last occurrence of an option counts.
        arguments.insert("-max_len=\(name.maximumLength)", at: 1)
        exit(runDriver(arguments))
    }

    private static func runDriver(_ arguments: [String]) -> Int32 {
        var count = Int32(arguments.count)
        // libFuzzer keeps the pointers, so they are never freed.
        var pointers = arguments.map { strdup($0) } + [nil]
        return pointers.withUnsafeMutableBufferPointer { pointers in
            var first = pointers.baseAddress
            return LLVMFuzzerRunDriver(&count, &first) { data, size in
                Fuzzer.read(Array(UnsafeBufferPointer(start: data, count: size)))
                return 0
            }
        }
    }

    private static func read(_ input: [UInt8]) {
        let begun = processorTime()
        do throws(Finding) {
            try target.withLock { reader throws(Finding) in try reader?.read(input) }
        } catch {
            end(error.description)
        }
        let time = processorTime() - begun
        slowest.withLock { $0 = max($0, time) }
        if time > longest { end("an input that takes \(time / 1_000_000) ms") }
    }

    /// Aborts, so that libFuzzer saves the input.
    private static func end(_ finding: String) -> Never {
        say("finding: \(finding)")
        abort()
    }

    private static func processorTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private static func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
