import AllocatorWire
import AllocatorWorker
import Testing
import ZeroMQ

/// Numbering, storing and sending publications, without a worker.
@Suite(.timeLimit(.minutes(1))) struct PublisherTests {
    private static let topic = Topic.offers(cluster: "c", master: "m1", framework: "f1")
    private static let stream = PublicationStreams.Stream(cluster: "c", kind: .offers, master: "m1")

    private let context: Context

    init() throws { context = try Context() }

    private func publisher(_ bounds: ReplayWindow.Bounds = .init()) throws -> Publisher {
        let outlet = try PublicationSocket(queueLimit: 100, patience: .seconds(1), in: context, logger: .silent)
        try outlet.socket.bind("inproc://publications")
        return Publisher(outlet, keeping: bounds, logger: .silent)
    }

    /// Subscribes to the topic in an encoding. The subscription is in force on return.
    private func subscriber(_ encoding: WireEncoding, of publisher: inout Publisher) throws -> Socket {
        let before = publisher.subscriptionCount
        let socket = try Socket(.sub, in: context)
        try socket.set(.receiveTimeout, to: .seconds(10))
        try socket.connect("inproc://publications")
        try socket.subscribe(to: Self.topic.bytes(encoding))
        while publisher.subscriptionCount == before { _ = try publisher.readSubscriptions() }
        return socket
    }

    private static func offers(_ number: Int) -> WirePublication.OneOf_Body {
        var batch = WireOfferBatch()
        batch.frameworkID = "f\(number)"
        return .offers(batch)
    }

    private static func kept(_ publisher: borrowing Publisher) -> PublicationHistory.Excerpt {
        publisher.history.excerpt(of: stream, from: 0, atMost: 100, bytes: .max)
    }

    @Test func `publications are numbered and stored while sending is off`() throws {
        var publisher = try publisher()
        let subscriber = try subscriber(.binary, of: &publisher)
        publisher.isSending = false
        for number in 1...3 { try publisher.publish(Self.topic, at: 0) { Self.offers(number) } }
        publisher.isSending = true
        try publisher.publish(Self.topic, at: 0) { Self.offers(4) }
        let frames = try #require(try subscriber.receiveFrames())
        #expect(try PublicationDecoder().decode(frames[1]).sequence == 4)
        #expect(try subscriber.receiveFrames(.dontWait) == nil)
        let kept = Self.kept(publisher)
        #expect(kept.publications.map(\.sequence) == [1, 2, 3, 4])
        #expect(kept.publications.last?.content == .publication(frames[1]), "the bytes that were sent are kept")
    }

    @Test func `a body that is neither stored nor wanted is not made`() throws {
        var publisher = try publisher(.init(publications: 0, bytes: 100_000))
        var made = 0
        try publisher.publish(Self.topic, at: 0) {
            made += 1
            return Self.offers(1)
        }
        #expect(made == 0)
        let binary = try subscriber(.binary, of: &publisher)
        let json = try subscriber(.json, of: &publisher)
        try publisher.publish(Self.topic, at: 0) {
            made += 1
            return Self.offers(2)
        }
        #expect(made == 1, "once for both encodings")
        let got = [try #require(try binary.receiveFrames()), try #require(try json.receiveFrames())]
        for frames in got {
            let publication = try PublicationDecoder().decode(frames[1])
            #expect(publication.sequence == 2 && publication.offers.frameworkID == "f2")
        }
        #expect(Self.kept(publisher).oldest == 3)
    }

    @Test func `an echo is stored as its frame, and made only for subscribers`() throws {
        var publisher = try publisher()
        var made = 0
        try publisher.publish(.events(cluster: "c"), at: 7, echoing: [1, 2, 3]) {
            made += 1
            return .event(WireEvent())
        }
        let stream = PublicationStreams.Stream(cluster: "c", kind: .events, master: "")
        let kept = publisher.history.excerpt(of: stream, from: 0, atMost: 100, bytes: .max).publications
        #expect(kept.map(\.content) == [.event([1, 2, 3], nanoseconds: 7)] && made == 0)
    }

    @Test func `restored numbers continue, and stored publications start above them`() throws {
        var publisher = try publisher()
        publisher.restore([.init(kind: .offers, master: "m1", number: 41)], of: "c")
        try publisher.publish(Self.topic, at: 0) { Self.offers(1) }
        let kept = Self.kept(publisher)
        #expect(kept.oldest == 42 && kept.newest == 42 && kept.publications.map(\.sequence) == [42])
    }
}
