import YAMLConfiguration
import ZeroMQ

extension WorkerConfiguration {
    /// Reads the key file and the allow-list that the settings name, and checks that no endpoint is open by mistake.
    mutating func readAccess() -> [Mistake] {
        switch (curveKey, allow) {
        case (let key?, let list?): readAccess(key: key, list: list)
        case (.some, nil):
            [
                Mistake(
                    place: Setting.curveKey.key,
                    problem: "needs an allow-list, or no client could connect; give one with --allow")
            ]
        case (nil, .some):
            [
                Mistake(
                    place: Setting.allow.key,
                    problem:
                        "has no effect without the worker's key; give one with --curve-key, from "
                        + "`quartermaster keygen`"
                )
            ]
        case (nil, nil): isInsecure ? [] : openToOthers
        }
    }

    private mutating func readAccess(key: String, list: String) -> [Mistake] {
        var mistakes: [Mistake] = []
        var keys: CurveKeyPair?
        var allowed: AllowList?
        do {
            keys = try CurveKeyFile.readPair(key)
        } catch {
            mistakes.append(Mistake(place: "\(Setting.curveKey.key): \(key)", problem: error.problem))
        }
        do {
            allowed = try AllowListFile.read(list)
        } catch {
            mistakes += error.mistakes
        }
        if let keys, let allowed { access = WorkerAccess(keys: keys, list: allowed, file: list) }
        return mistakes
    }

    /// The mistakes for endpoints that other machines could reach without a key.
    private var openToOthers: [Mistake] {
        sockets.filter { !$0.endpoint.isOfThisMachine }.map { setting, endpoint in
            Mistake(
                place: setting.key,
                problem: Endpoint.openness(
                    of: endpoint.address, protection: "give --curve-key and --allow to require keys"))
        }
    }
}
