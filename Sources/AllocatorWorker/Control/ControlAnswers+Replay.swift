import AllocatorCore
import AllocatorWire

extension ControlAnswers {
    /// Publications of one answer; who wants more asks again.
    static let maximumReplayedPublications = 500
    /// Bytes of them, as they were published in binary. One alone may be larger.
    static let maximumReplayedBytes = 512 << 10

    func replayed(_ query: WireReplayQuery) throws(Refusal) -> WireReplayed {
        let stream = PublicationStreams.Stream(
            cluster: try cluster(query.cluster).name, kind: try kind(query.kind), master: query.master)
        if stream.kind.isOfMaster {
            try checkMaster(query.master)
        } else if !query.master.isEmpty {
            throw .invalidArgument("\(stream.kind.rawValue) are of no master: leave it out")
        }
        let excerpt = history.excerpt(
            of: stream, from: query.fromSequence, atMost: Self.maximumReplayedPublications,
            bytes: Self.maximumReplayedBytes)
        var replayed = WireReplayed()
        replayed.oldest = excerpt.oldest
        replayed.newest = excerpt.newest
        do {
            replayed.publications = try excerpt.publications.map { try publication($0, of: stream) }
        } catch {
            throw .internalFailure("what is kept of these publications cannot be read: \(error)")
        }
        return replayed
    }

    private func kind(_ name: String) throws(Refusal) -> Topic.Kind {
        if let kind = Topic.Kind(rawValue: name), kind.isKept { return kind }
        let kinds = Topic.Kind.allCases.filter(\.isKept).map(\.rawValue).joined(separator: ", ")
        throw .invalidArgument(
            "of the kind \(name.prefix(64).debugDescription) nothing is kept: ask for one of \(kinds)")
    }

    /// As it was published.
    private func publication(
        _ kept: ReplayWindow.Kept, of stream: PublicationStreams.Stream
    ) throws(DecodingFailure) -> WirePublication {
        switch kept.content {
        case .publication(let bytes):
            return try PublicationDecoder(limits: WireLimits(maximumFrameSize: bytes.count, maximumMessages: .max))
                .decode(bytes)
        case .event(let frame, let nanoseconds):
            let event = try EventDecoder(limits: limits, checksJSON: false).decode(frame)
            return WirePublication(stream, kept.sequence, nanoseconds, .event(event))
        }
    }
}
