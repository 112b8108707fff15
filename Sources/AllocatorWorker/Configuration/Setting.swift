/// A setting of the worker, declared once (`Setting+Table`, `Setting+Limits`).
///
/// A file gives it by its key, the environment and the command line by names that are made of the key.
package struct Setting: Sendable {
    /// The key in a file, in snake case.
    package let key: String
    /// The name of the value in `--help`, or `nil` for a flag that takes none.
    package let valueName: String?
    /// The default value, as a user would write it, or a description of it.
    package let defaultText: String
    private let meaning: String
    private let setValue: @Sendable (inout WorkerConfiguration, String) throws(SettingProblem) -> Void

    /// Declares a setting whose default is that of the configuration.
    init<Value: Sendable>(
        _ key: String, _ valueName: String?, _ property: any WritableKeyPath<WorkerConfiguration, Value> & Sendable,
        _ format: SettingFormat<Value>, default defaultText: String? = nil, _ meaning: String
    ) {
        self.key = key
        self.valueName = valueName
        self.defaultText = defaultText ?? format.text(Self.standard[keyPath: property])
        self.meaning = meaning
        setValue = { (configuration, text) throws(SettingProblem) in
            configuration[keyPath: property] = try format.parse(text)
        }
    }

    /// Declares a setting that may be left open.
    init<Value: Sendable>(
        _ key: String, _ valueName: String?,
        optional property: any WritableKeyPath<WorkerConfiguration, Value?> & Sendable,
        _ format: SettingFormat<Value>, default defaultText: String, _ meaning: String
    ) {
        self.init(key, valueName, property, format.optional, default: defaultText, meaning)
    }

    /// The configuration without any setting, which has the defaults.
    private static let standard = WorkerConfiguration()

    /// The name on the command line.
    package var flag: String { "--" + String(key.map { $0 == "_" ? "-" : $0 }) }

    /// The name in the environment.
    package var environmentName: String { Self.environmentPrefix + key.uppercased() }

    /// The paragraph of `--help`: the meaning, the default and the name in the environment.
    package var help: String { "\(meaning) (default: \(defaultText); environment: \(environmentName))" }

    package static let environmentPrefix = "QUARTERMASTER_"

    /// The name of the file in the environment. The file is no setting, because it cannot be given in a file.
    package static let fileEnvironmentName = environmentPrefix + "CONFIG"

    /// Sets a value in a configuration.
    func set(_ text: String, in configuration: inout WorkerConfiguration) throws(SettingProblem) {
        try setValue(&configuration, text)
    }
}

extension Setting: Hashable {
    package static func == (left: Setting, right: Setting) -> Bool { left.key == right.key }

    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension Setting: CustomStringConvertible {
    package var description: String { key }
}

extension Setting: CaseIterable {
    package static let allCases: [Setting] = sockets + store + subscribers + identity + limits

    private static let settingsByKey = Dictionary(uniqueKeysWithValues: allCases.map { ($0.key, $0) })

    /// Finds a setting by its key.
    package init?(key: String) {
        guard let setting = Self.settingsByKey[key] else { return nil }
        self = setting
    }
}
