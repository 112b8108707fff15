/// A setting as somebody wrote it.
struct GivenSetting: Hashable {
    let setting: Setting
    let text: String
    /// As a mistake names it.
    let place: String
}

extension [GivenSetting] {
    /// Those of the environment. An empty value counts as none, as a container's description leaves it. Other names with
    /// the same prefix are no mistakes: Kubernetes sets such ones for a service of this name.
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
