import ArgumentParser
import Bootstrap
import Foundation

struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Lists every setting with its purpose and default.")

    func run() {
        for setting in Setting.all {
            let fallback = setting.defaultValue.map { " (default: \($0))" } ?? ""
            say("\(setting.name.padding(toLength: 28, withPad: " ", startingAt: 0))\(setting.purpose)\(fallback)")
        }
    }
}
