import Configuration
import Foundation
import SystemPackage

/// Settings as somebody wrote them: environment first, then `.env`, then `codehealer.yaml`.
package struct RawSettings: Sendable {
    private let reader: ConfigReader

    /// From a dictionary: what tests and the playground use.
    package init(_ values: [String: String]) {
        self.reader = ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: values))
    }

    /// From the process's environment and the two files of the working folder, where they are.
    package static func load() async throws(SettingsError) -> RawSettings {
        let environment = ProcessInfo.processInfo.environment
        let yaml = environment["CODEHEALER_CONFIG"] ?? "codehealer.yaml"
        do {
            return RawSettings(
                reader: ConfigReader(providers: [
                    EnvironmentVariablesProvider(environmentVariables: environment),
                    try await EnvironmentVariablesProvider(environmentFilePath: ".env", allowMissing: true),
                    try await FileProvider<YAMLSnapshot>(
                        filePath: FilePath(yaml), allowMissing: environment["CODEHEALER_CONFIG"] == nil),
                ]))
        } catch {
            throw SettingsError(problems: [SettingsProblem(setting: yaml, reason: "cannot be read: \(error)")])
        }
    }

    private init(reader: ConfigReader) { self.reader = reader }

    /// The value as written, or the default; `nil` where there is neither. Blank counts as not set.
    func text(_ setting: Setting) -> String? {
        let value = self.reader.string(forKey: ConfigKey([setting.name]), isSecret: setting.isSecret)
        let trimmed = value?.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.flatMap { $0.isEmpty ? nil : $0 } ?? setting.defaultValue
    }
}

/// What is wrong with one setting, and what to do about it.
package struct SettingsProblem: Sendable, Hashable, CustomStringConvertible {
    package var setting: String
    package var reason: String

    package var description: String { "\(self.setting): \(self.reason)" }
}

/// All problems of the settings at once.
package struct SettingsError: Error, CustomStringConvertible {
    package var problems: [SettingsProblem]

    package var description: String {
        "the settings cannot be used:\n" + self.problems.map { "  - \($0)" }.joined(separator: "\n")
    }
}
