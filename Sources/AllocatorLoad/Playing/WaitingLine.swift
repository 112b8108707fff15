/// The waiting requests of one framework. Requests of equal amounts share a FIFO queue. The queues are tried in
/// descending order of size, so that small requests fill the gaps that large ones leave.
struct WaitingLine {
    private struct File {
        let amounts: Amounts
        var requests: [Int] = []
        /// The index of the first waiting request. Those before it have been taken.
        var head = 0

        var isEmpty: Bool { head == requests.count }
    }

    private var files: [File] = []
    private var fileOf: [Amounts: Int] = [:]
    private(set) var count = 0

    /// - Parameter amounts: The amounts of all requests that may be appended, in any order and with duplicates.
    init(amounts: some Sequence<Amounts>) {
        let sorted = Set(amounts).sorted { left, right in
            (left.gpus, left.cpus, left.memory) > (right.gpus, right.cpus, right.memory)
        }
        files = sorted.map { File(amounts: $0) }
        for (place, amounts) in sorted.enumerated() { fileOf[amounts] = place }
    }

    /// Appends a request.
    ///
    /// - Precondition: `amounts` was passed to the initializer.
    /// - Returns: Whether no other request of these amounts waits. Offers declined before may fit it.
    mutating func append(_ request: Int, _ amounts: Amounts) -> Bool {
        guard let place = fileOf[amounts] else { preconditionFailure("the amounts were not passed to the initializer") }
        let isFirst = files[place].isEmpty
        files[place].requests.append(request)
        count += 1
        return isFirst
    }

    /// Removes requests that fit into `room` together, and subtracts their amounts from it.
    ///
    /// - Returns: The removed requests.
    ///
    /// - Complexity: O(q + t) in the queues and the removed requests.
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
