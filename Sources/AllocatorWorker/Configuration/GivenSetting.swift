/// The text of a setting in one of the sources of the configuration.
struct GivenSetting: Hashable {
    let setting: Setting
    let text: String
    /// The location for reports of mistakes.
    let place: String
}

extension [GivenSetting] {
    /// Returns the settings in the environment. An empty value counts as unset, since container descriptions leave
    /// unset variables empty. Unknown names with the same prefix are ignored, because Kubernetes sets such variables
    /// for a service of this name.
    static func environment(_ variables: [String: String]) -> [GivenSetting] {
        Setting.allCases.compactMap { setting in
            guard let text = variables[setting.environmentName], !text.isEmpty else { return nil }
            return GivenSetting(setting: setting, text: text, place: setting.environmentName)
        }
    }

    static func arguments(_ arguments: [Setting: String]) -> [GivenSetting] {
        Setting.allCases.compactMap { setting in
            arguments[setting].map { GivenSetting(setting: setting, text: $0, place: setting.flag) }
        }
    }
}
