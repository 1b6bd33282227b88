import ArgumentParser
import Bootstrap
import Foundation
import Logging

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Finds defects in a folder.",
        discussion:
            "Exits 0 when it could scan, whatever it found; --fail exits 1 on findings. Nothing in the folder is run.")

    @Argument(help: "The folder.")
    var folder: String
    @Option(help: "text, json or sarif.")
    var format: FolderReport.Format = .text
    @Option(help: "Findings below are left out: LOW, MEDIUM, HIGH, CRITICAL.")
    var minimumSeverity: String = "LOW"
    @Flag(help: "Exit with 1 where something was found.")
    var fail = false

    func run() async throws {
        let settings = try await Start.settings(requiresSecrets: false)
        let report = try await FolderReport(settings: settings, logger: Start.log(level: .error))
            .scan(self.folder, minimumSeverity: self.minimumSeverity)
        say(try report.render(as: self.format))
        for problem in report.problems where self.format != .text {
            FileHandle.standardError.write(Data("not scanned: \(problem)\n".utf8))
        }
        if self.fail, !report.isEmpty { throw ExitCode.failure }
    }
}

extension FolderReport.Format: ExpressibleByArgument {}
