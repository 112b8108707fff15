import Foundation

/// Measures processor time.
enum Stopwatch {
    /// The seconds of processor time that `work` takes. The allocator is one thread that waits for nothing, so this is
    /// its duration on an idle machine.
    static func seconds(_ work: () -> Void) -> Double {
        let start = now()
        work()
        return now() - start
    }

    /// Measures work that is shorter than the clock's overhead: repeats it and returns the seconds of one repetition.
    static func seconds(of times: Int, _ work: () -> Void) -> Double {
        seconds { for _ in 0..<times { work() } } / Double(times)
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
