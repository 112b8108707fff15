/// The requests of one framework that wait for an offer. Requests of the same amounts are alike and wait in one file, first
/// come, first served; the files are tried largest first, so that the small ones fill what the large ones leave.
struct WaitingLine {
    private struct File {
        let amounts: Amounts
        var requests: [Int] = []
        /// Those before it have been taken.
        var head = 0

        var isEmpty: Bool { head == requests.count }
    }

    private var files: [File] = []
    private var fileOf: [Amounts: Int] = [:]
    private(set) var count = 0

    /// - Parameter amounts: All that will ever wait here, in any order, also more than once.
    init(amounts: some Sequence<Amounts>) {
        let sorted = Set(amounts).sorted { left, right in
            (left.gpus, left.cpus, left.memory) > (right.gpus, right.cpus, right.memory)
        }
        files = sorted.map { File(amounts: $0) }
        for (place, amounts) in sorted.enumerated() { fileOf[amounts] = place }
    }

    /// Whether it is the only one of its amounts that waits now: then offers declined before may fit.
    ///
    /// - Precondition: `amounts` was announced.
    mutating func append(_ request: Int, _ amounts: Amounts) -> Bool {
        guard let place = fileOf[amounts] else { preconditionFailure("amounts were not announced") }
        let isFirst = files[place].isEmpty
        files[place].requests.append(request)
        count += 1
        return isFirst
    }

    /// Takes out what fits together into `room`, which becomes what is left.
    ///
    /// - Complexity: O(f + t) in the files and in what is taken.
    mutating func take(fittingInto room: inout Amounts) -> [Int] {
        guard count > 0 else { return [] }
        var taken: [Int] = []
        for place in files.indices {
            while !files[place].isEmpty, files[place].amounts.fits(into: room) {
                taken.append(files[place].requests[files[place].head])
                files[place].head += 1
                room -= files[place].amounts
            }
        }
        count -= taken.count
        return taken
    }
}
