import Foundation

/// Programs in `Tests/Judges` that look at our work with other people's code: `slack_sdk`, `jsonschema`.
package struct PythonJudge: Sendable {
    package struct Verdict: Sendable {
        package var status: Int32
        /// What it printed, errors included.
        package var output: String
        package var lines: [String] { self.output.split(separator: "\n").map(String.init) }
    }

    package struct Absent: Error, CustomStringConvertible {
        package var description: String
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private let script: String

    package init(_ script: String) { self.script = script }

    /// Runs the program; throws where `scripts/setup --test` has not made its environment.
    package func run(_ arguments: [String]) async throws -> Verdict {
        let python = Self.root.appending(path: ".venv/bin/python3").path
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw Absent(description: "\(python) is not there: run scripts/setup --test")
        }
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [Self.root.appending(path: "Tests/Judges/\(self.script)").path] + arguments
        // Into a file: reading a pipe to its end would hold one of the few threads that all tests share.
        let log = Self.temporaryFile("log")
        try Data().write(to: log)
        defer { try? FileManager.default.removeItem(at: log) }
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        let ended = AsyncStream<Void> { continuation in process.terminationHandler = { _ in continuation.finish() } }
        try process.run()
        for await _ in ended {}
        return Verdict(
            status: process.terminationStatus, output: try String(contentsOf: log, encoding: .utf8))
    }

    /// The same, with lines in a file as the last argument.
    package func run(_ arguments: [String] = [], lines: [String]) async throws -> Verdict {
        let file = Self.temporaryFile("jsonl")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await self.run(arguments + [file.path])
    }

    private static func temporaryFile(_ kind: String) -> URL {
        FileManager.default.temporaryDirectory.appending(path: "codehealer-judge-\(UUID().uuidString).\(kind)")
    }
}
