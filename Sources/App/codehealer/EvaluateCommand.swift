import ArgumentParser
import Bootstrap

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Runs the real code on data of your own, JSON Lines in and out.",
        subcommands: [Fixes.self])

    struct Fixes: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fixes", abstract: "Learns from an example and replays it on a target.",
            discussion: """
                Reads lines {"id","language","example":{"before","after"},"target"} (optional "examples":[…], "line") from
                standard input and answers {"id","result":string|null,"level","why","ms"}, in order; null means abstained.
                """)

        func run() {
            while let line = readLine(strippingNewline: true) {
                if !line.isEmpty { say(EvaluationDoors.fix(line)) }
            }
        }
    }
}
