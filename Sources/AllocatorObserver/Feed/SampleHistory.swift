/// The data of the plots: the most recent samples, one per second.
package struct SampleHistory: Sendable {
    /// The maximum number of samples: ten minutes.
    package static let maximumSamples = 600
    /// The maximum number of roles in a sample. A plot with more lines is unreadable.
    package static let maximumRoles = 40

    /// The sample of one second.
    package struct Sample: Encodable, Equatable, Sendable {
        /// The time of the sample, in milliseconds since 1970.
        package var time: Int64
        /// The dominant shares by role.
        package var shares: [String: Double] = [:]
        /// The rate per second since the previous sample.
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
        // Trims in batches of 60, so that most appends do not shift the array.
        if samples.count >= Self.maximumSamples + 60 { samples.removeFirst(samples.count - Self.maximumSamples + 1) }
        samples.append(sample)
    }

    /// The newest samples, at most `maximumSamples`.
    package var newest: ArraySlice<Sample> { samples.suffix(Self.maximumSamples) }
}
