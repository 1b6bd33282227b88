import Bootstrap
import CoreMetrics
import Foundation
import Logging
import Observability

/// What every subcommand does first.
enum Start {
    /// The settings, or all their problems in one error.
    static func settings(requiresSecrets: Bool = true) async throws -> ServerSettings {
        try ServerSettings(try await RawSettings.load(), requiresSecrets: requiresSecrets)
    }

    /// JSON lines on standard error.
    static func log(level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap { label in
            JSONLogHandler(label: label, level: level)
        }
        return Logger(label: "codehealer")
    }

    /// Collects metrics and returns how to read them.
    static func metrics() -> @Sendable () -> String {
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        return { registry.render() }
    }
}

/// Standard output, line by line, flushed at once so that pipes see progress.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
