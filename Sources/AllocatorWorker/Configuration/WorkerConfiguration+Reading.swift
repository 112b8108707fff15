import AllocatorJournal
import AllocatorWire
import Logging
package import YAMLConfiguration
import ZeroMQ

extension WorkerConfiguration {
    /// Reads the configuration from its sources: the defaults, the file, the environment and the command line. Each
    /// source overrides the ones before it. Overridden values are checked too.
    ///
    /// - Parameters:
    ///   - file: The path from the command line. If `nil`, the path from the environment is used, if any.
    ///   - arguments: The settings from the command line.
    /// - Throws: All mistakes in the configuration.
    package static func read(
        file: String?, environment: [String: String], arguments: [Setting: String]
    ) throws(Mistakes) -> WorkerConfiguration {
        var given: [GivenSetting] = []
        var mistakes: [Mistake] = []
        let named = environment[Setting.fileEnvironmentName].flatMap { $0.isEmpty ? nil : $0 }
        if let path = file ?? named {
            let read = ConfigurationFile.read(path)
            given += read.settings
            mistakes += read.mistakes
        }
        given += .environment(environment)
        given += .arguments(arguments)
        var configuration = WorkerConfiguration()
        for setting in given {
            do {
                try setting.setting.set(setting.text, in: &configuration)
            } catch {
                mistakes.append(Mistake(place: setting.place, problem: error.text))
            }
        }
        mistakes += configuration.endpointsInCommon
        mistakes += configuration.storeInDoubt
        mistakes += configuration.eventsTooLargeToKeep
        mistakes += configuration.readAccess()
        guard mistakes.isEmpty else { throw .ofConfiguration(mistakes) }
        return configuration
    }

    /// The mistakes for contradictory persistence settings, which could lose data that the user meant to keep.
    private var storeInDoubt: [Mistake] {
        switch (isEphemeral, data) {
        case (true, .some):
            [
                Mistake(
                    place: Setting.ephemeral.key,
                    problem: "contradicts data, which stores clusters; leave out one of the two")
            ]
        case (false, nil):
            [
                Mistake(
                    place: Setting.ephemeral.key, problem: "is false, and no folder is given; give one with --data")
            ]
        default: []
        }
    }

    /// The mistake for a frame limit above that of the journal, which must be able to store every accepted event.
    private var eventsTooLargeToKeep: [Mistake] {
        guard data != nil, limits.maximumFrameSize > ClusterStore.maximumFrameBytes else { return [] }
        return [
            Mistake(
                place: Setting.maximumFrameBytes.key,
                problem:
                    "is \(limits.maximumFrameSize), but a journal accepts events of at most "
                    + "\(ClusterStore.maximumFrameBytes) bytes; give at most that, or leave out data")
        ]
    }

    /// The mistakes for sockets with the same address, since only one socket can bind to it.
    private var endpointsInCommon: [Mistake] {
        var mistakes: [Mistake] = []
        for (index, (setting, endpoint)) in sockets.enumerated() where endpoint.direction == .bind {
            guard !endpoint.address.hasSuffix("*") else { continue }
            for (other, otherEndpoint) in sockets[..<index] where otherEndpoint == endpoint {
                mistakes.append(
                    Mistake(
                        place: setting.key,
                        problem: "\(endpoint.address) is also the endpoint of \(other.key); give each socket its own"))
            }
        }
        return mistakes
    }
}
