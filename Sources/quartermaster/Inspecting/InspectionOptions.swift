import ArgumentParser
import CommandOptions

/// The options of a command that queries a cluster: the worker, the cluster and the format of the answer.
struct InspectionOptions: ParsableArguments {
    @OptionGroup var worker: WorkerOptions
    @OptionGroup var cluster: ClusterOption

    @Flag(help: "Print the answer in the JSON form of protocol buffers, with mem and disk in MiB.")
    var json = false

    /// Sends queries and prints the answer, or ends with 1 and the reason if there is none.
    func answer<Answer>(
        _ ask: (inout Questions) throws -> Answer, json: (Answer) throws -> String, text: (Answer) -> [String]
    ) throws {
        do {
            var questions = try Questions(to: try worker.endpoints(), cluster: cluster.name)
            let answer = try ask(&questions)
            Terminal.say(self.json ? try json(answer) : text(answer).joined(separator: "\n"))
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }
}
