/// The data of the plots: one sample a second, the most recent ones.
package struct SampleHistory: Sendable {
    /// Ten minutes.
    package static let maximumSamples = 600
    /// Roles whose shares one sample has at most: no plot can be read with more lines than that.
    package static let maximumRoles = 40

    /// One second.
    package struct Sample: Encodable, Equatable, Sendable {
        /// When it was taken: milliseconds since 1970.
        package var time: Int64
        /// Dominant shares by role.
        package var shares: [String: Double] = [:]
        /// Per second, since the sample before.
        package var offers = 0.0
        package var acceptances = 0.0
        package var declines = 0.0
        package var rescinds = 0.0
        package var runs = 0.0
        package var events = 0.0

        package init(time: Int64) { self.time = time }
    }

    package private(set) var samples: [Sample] = []

    package init() {}

    package mutating func append(_ sample: Sample) {
        // Seldom: it makes room for some more, so that not each sample moves all others.
        if samples.count >= Self.maximumSamples + 60 { samples.removeFirst(samples.count - Self.maximumSamples + 1) }
        samples.append(sample)
    }

    /// At most the newest `maximumSamples`.
    package var newest: ArraySlice<Sample> { samples.suffix(Self.maximumSamples) }
}
