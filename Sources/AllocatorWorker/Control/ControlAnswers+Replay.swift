import AllocatorCore
import AllocatorWire

extension ControlAnswers {
    /// The maximum number of publications in one answer. The client asks again for more.
    static let maximumReplayedPublications = 500
    /// The maximum size of these publications in the binary encoding. A single one may be larger.
    static let maximumReplayedBytes = 512 << 10

    func replayed(_ query: WireReplayQuery, of clusters: ClusterTable) throws(Refusal) -> WireReplayed {
        let stream = PublicationStreams.Stream(
            cluster: clusters[try index(ofCluster: query.cluster, in: clusters)].name, kind: try kind(query.kind),
            master: query.master)
        if stream.kind.isOfMaster {
            try checkMaster(query.master)
        } else if !query.master.isEmpty {
            throw .invalidArgument("\(stream.kind.rawValue) are not addressed to a master: leave out the master")
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
            throw .internalFailure("the stored publications cannot be read: \(error)")
        }
        return replayed
    }

    private func kind(_ name: String) throws(Refusal) -> Topic.Kind {
        if let kind = Topic.Kind(rawValue: name), kind.isKept { return kind }
        let kinds = Topic.Kind.allCases.filter(\.isKept).map(\.rawValue).joined(separator: ", ")
        throw .invalidArgument(
            "publications of kind \(name.prefix(64).debugDescription) are not stored: ask for one of \(kinds)")
    }

    /// Decodes a stored publication. The echo of an event is made again from the event's frame.
    private func publication(
        _ kept: ReplayWindow.Kept, of stream: PublicationStreams.Stream
    ) throws(DecodingFailure) -> WirePublication {
        switch kept.content {
        case .publication(let bytes):
            return try PublicationDecoder(limits: WireLimits(maximumFrameSize: bytes.count, maximumMessages: .max))
                .decode(bytes)
        case .event(let frame, let nanoseconds):
            let event = try EventDecoder(limits: limits, checksJSON: false).decode(frame)
            return WirePublication(stream, sequence: kept.sequence, nanoseconds: nanoseconds, body: .event(event))
        }
    }
}
