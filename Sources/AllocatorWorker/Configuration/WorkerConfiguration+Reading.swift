import AllocatorJournal
import AllocatorWire
import Logging
package import YAMLConfiguration
import ZeroMQ

extension WorkerConfiguration {
    /// The configuration from all its sources: the defaults, then the file, then the environment, then the command line, of
    /// which each overrides those before it. What a source says is checked also where a later one overrides it.
    ///
    /// - Parameters:
    ///   - file: The path that the command line gives; nil: the environment's, if any.
    ///   - arguments: What the command line gives.
    /// - Throws: every mistake at once.
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

    /// What is to be kept must be said without contradiction: nobody may lose by a mistake what he meant to keep.
    private var storeInDoubt: [Mistake] {
        switch (isEphemeral, data) {
        case (true, .some):
            [
                Mistake(
                    place: Setting.ephemeral.key,
                    problem: "contradicts data, which keeps clusters; leave one of the two out")
            ]
        case (false, nil):
            [
                Mistake(
                    place: Setting.ephemeral.key, problem: "is false, and no folder is given; give one with --data")
            ]
        default: []
        }
    }

    /// What is taken must be kept: a journal has a bound of its own.
    private var eventsTooLargeToKeep: [Mistake] {
        guard data != nil, limits.maximumFrameSize > ClusterStore.maximumFrameBytes else { return [] }
        return [
            Mistake(
                place: Setting.maximumFrameBytes.key,
                problem:
                    "is \(limits.maximumFrameSize), and with data a journal takes events of \(ClusterStore.maximumFrameBytes) bytes; "
                    + "give at most that, or keep nothing")
        ]
    }

    /// Two sockets cannot bind to one address.
    private var endpointsInCommon: [Mistake] {
        let sockets: [(Setting, Endpoint)] = [
            (.events, events), (.publications, publications), (.control, control),
        ]
        var mistakes: [Mistake] = []
        for (index, (setting, endpoint)) in sockets.enumerated() where endpoint.direction == .bind {
            guard !endpoint.address.hasSuffix("*") else { continue }
            for (other, otherEndpoint) in sockets[..<index] where otherEndpoint == endpoint {
                mistakes.append(
                    Mistake(
                        place: setting.key,
                        problem: "\(endpoint.address) is that of \(other.key) too; give each socket its own"))
            }
        }
        return mistakes
    }
}
