import AllocatorWorker
import ArgumentParser

extension ArgumentHelp {
    /// The help of the option that gives a setting.
    static func setting(_ setting: Setting) -> ArgumentHelp {
        ArgumentHelp(setting.help, valueName: setting.valueName)
    }
}

extension ParsableArguments {
    /// The settings that the command line gives: the values of the options that are named like a setting's key.
    var givenSettings: [Setting: String] {
        var given: [Setting: String] = [:]
        for property in Mirror(reflecting: self).children {
            guard let name = property.label?.dropFirst(), let setting = Setting(key: name.snakeCased) else { continue }
            switch property.value {
            case let option as Option<String?>: given[setting] = option.wrappedValue
            case let flag as Flag<Bool>: given[setting] = flag.wrappedValue ? "true" : nil
            default: preconditionFailure("the option of \(setting) is neither a text nor a flag")
            }
        }
        return given
    }
}

extension StringProtocol {
    /// A name of a property as a key: `maxAgents` becomes `max_agents`.
    fileprivate var snakeCased: String {
        reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
    }
}
