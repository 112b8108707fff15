import AllocatorJournal
import AllocatorWire
import Logging
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
    ) throws(ConfigurationMistakes) -> WorkerConfiguration {
        var given: [GivenSetting] = []
        var mistakes: [ConfigurationMistake] = []
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
                try configuration.set(setting.setting, to: setting.text)
            } catch {
                mistakes.append(ConfigurationMistake(place: setting.place, problem: error.text))
            }
        }
        mistakes += configuration.endpointsInCommon
        mistakes += configuration.storeInDoubt
        mistakes += configuration.eventsTooLargeToKeep
        mistakes += configuration.readAccess()
        guard mistakes.isEmpty else { throw ConfigurationMistakes(mistakes: mistakes) }
        return configuration
    }

    private mutating func set(_ setting: Setting, to text: String) throws(SettingProblem) {
        switch setting {
        case .events: events = try endpoint(text)
        case .publications: publications = try endpoint(text)
        case .control: control = try endpoint(text)
        case .clock: clock = try one(of: Clock.self, text)
        case .ephemeral: isEphemeral = try truth(text)
        case .data: data = try path(text, "that of the folder to keep clusters in")
        case .durability: durability = try one(of: Durability.self, text)
        case .snapshotEvery: snapshotPace.events = try number(text, 1...1_000_000_000)
        case .snapshotEveryBytes: snapshotPace.bytes = try number(text, 65_536...(1 << 30))
        case .damagedLog: damagedLog = try one(of: DamagedLogPolicy.self, text)
        case .requireSubscriber: requireSubscriber = try truth(text)
        case .subscriberGrace: subscriberGrace = try milliseconds(text, 0...86_400_000)
        case .name: name = try workerName(text)
        case .readyFile: readyFile = try path(text, "that of the file to write")
        case .curveKey: curveKey = try path(text, "that of the worker's .key file")
        case .allow: allow = try path(text, "that of the allow-list")
        case .insecure: isInsecure = try truth(text)
        case .ipcMode: ipcMode = try mode(text)
        case .eventsQueue: eventsQueue = try number(text, 1...1_000_000)
        case .publicationsQueue: publicationsQueue = try number(text, 1...10_000_000)
        case .subscriberPatience: subscriberPatience = .milliseconds(try milliseconds(text, 100...600_000))
        case .replayWindow: replayWindow.publications = try number(text, 0...10_000_000)
        case .replayWindowBytes: replayWindow.bytes = try number(text, 65_536...ReplayWindow.maximumBytes)
        case .logLevel: logLevel = try one(of: Logger.Level.self, text)
        case .logFormat: logFormat = try one(of: LogFormat.self, text)
        default:
            let limit = LimitSetting(setting)
            self[keyPath: limit.value] = try number(text, limit.range)
        }
    }

    /// What is to be kept must be said without contradiction: nobody may lose by a mistake what he meant to keep.
    private var storeInDoubt: [ConfigurationMistake] {
        switch (isEphemeral, data) {
        case (true, .some):
            [
                ConfigurationMistake(
                    place: Setting.ephemeral.key,
                    problem: "contradicts data, which keeps clusters; leave one of the two out")
            ]
        case (false, nil):
            [
                ConfigurationMistake(
                    place: Setting.ephemeral.key, problem: "is false, and no folder is given; give one with --data")
            ]
        default: []
        }
    }

    /// What is taken must be kept: a journal has a bound of its own.
    private var eventsTooLargeToKeep: [ConfigurationMistake] {
        guard data != nil, limits.maximumFrameSize > ClusterStore.maximumFrameBytes else { return [] }
        return [
            ConfigurationMistake(
                place: Setting.maximumFrameBytes.key,
                problem:
                    "is \(limits.maximumFrameSize), and with data a journal takes events of \(ClusterStore.maximumFrameBytes) bytes; "
                    + "give at most that, or keep nothing")
        ]
    }

    /// Two sockets cannot bind to one address.
    private var endpointsInCommon: [ConfigurationMistake] {
        let sockets: [(Setting, Endpoint)] = [
            (.events, events), (.publications, publications), (.control, control),
        ]
        var mistakes: [ConfigurationMistake] = []
        for (index, (setting, endpoint)) in sockets.enumerated() where endpoint.direction == .bind {
            guard !endpoint.address.hasSuffix("*") else { continue }
            for (other, otherEndpoint) in sockets[..<index] where otherEndpoint == endpoint {
                mistakes.append(
                    ConfigurationMistake(
                        place: setting.key,
                        problem: "\(endpoint.address) is that of \(other.key) too; give each socket its own"))
            }
        }
        return mistakes
    }
}

/// Why a text is no value of its setting.
private struct SettingProblem: Error {
    let text: String
}

private func endpoint(_ text: String) throws(SettingProblem) -> Endpoint {
    do {
        return try Endpoint(text)
    } catch {
        throw SettingProblem(text: error.description)
    }
}

private func one<Choice: CaseIterable & RawRepresentable<String>>(
    of type: Choice.Type, _ text: String
) throws(SettingProblem) -> Choice {
    if let choice = Choice(rawValue: text) { return choice }
    let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw SettingProblem(text: "\(shown(text)) is none of \(choices)")
}

private func number(_ text: String, _ range: ClosedRange<Int>) throws(SettingProblem) -> Int {
    if let number = Int(text), range.contains(number) { return number }
    throw SettingProblem(text: "\(shown(text)) is no whole number from \(range.lowerBound) to \(range.upperBound)")
}

/// Whole milliseconds: a plain number of them, or a duration with a unit.
private func milliseconds(_ text: String, _ range: ClosedRange<Int>) throws(SettingProblem) -> Int {
    let unit: Int64 = 1_000_000
    if let nanoseconds = DurationText.nanoseconds(text, plain: .milliseconds(1)), nanoseconds.isMultiple(of: unit),
        range.contains(Int(nanoseconds / unit))
    {
        return Int(nanoseconds / unit)
    }
    throw SettingProblem(
        text: "\(shown(text)) is no duration from \(range.lowerBound) to \(range.upperBound) ms; give whole "
            + "milliseconds, or a unit with them: \(DurationText.examples)")
}

private func truth(_ text: String) throws(SettingProblem) -> Bool {
    switch text {
    case "true": return true
    case "false": return false
    default: throw SettingProblem(text: "\(shown(text)) is none of true, false")
    }
}

private func mode(_ text: String) throws(SettingProblem) -> UInt32 {
    if let mode = UInt32(text, radix: 8), (0...0o777).contains(mode) { return mode }
    throw SettingProblem(text: "\(shown(text)) is no mode; give three octal digits, such as 0600 or 0660")
}

private func workerName(_ text: String) throws(SettingProblem) -> String {
    let longest = 255
    if (1...longest).contains(text.utf8.count) { return text }
    throw SettingProblem(text: "has \(text.utf8.count) bytes; give 1 to \(longest)")
}

private func path(_ text: String, _ what: String) throws(SettingProblem) -> String {
    if !text.isEmpty && !text.utf8.contains(0) { return text }
    throw SettingProblem(text: "\(shown(text)) is no path; give \(what)")
}

private func shown(_ text: String) -> String {
    text.prefix(100).debugDescription
}
