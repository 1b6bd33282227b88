import Subprocess

/// The git program, started with argument arrays in an environment that no configuration of the machine reaches.
package struct Git: Sendable {
    package var directory: String

    package init(_ directory: String) { self.directory = directory }

    /// What the program wrote; throws where it did not end with one of `expected`.
    @discardableResult
    package func run(
        _ arguments: [String], input: [UInt8] = [], environment extra: [String: String] = [:],
        expecting expected: Set<Int32> = [0]
    ) async throws -> GitAnswer {
        let all = Self.fixed + ["-C", self.directory] + arguments
        // A task of its own, which no cancellation reaches: swift-subprocess 1.0.2 ends this program where one meets it
        // while it starts another (2026-11-24), and git is done in milliseconds.
        let result = try await Task {
            try await Subprocess.run(
                .name("git"), arguments: Arguments(all), environment: Self.environment(extra), input: .array(input),
                output: .bytes(limit: 256 << 20), error: .bytes(limit: 1 << 20))
        }.value
        let complaint = String(decoding: result.standardError, as: UTF8.self)
        guard case .exited(let code) = result.terminationStatus, expected.contains(code) else {
            throw GitFailure(arguments: arguments, status: "\(result.terminationStatus)", complaint: complaint)
        }
        return GitAnswer(status: code, bytes: result.standardOutput)
    }

    /// The program's answer as text without the line end.
    package func text(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> String {
        var text = try await self.run(arguments, input: input, environment: environment).text
        while text.last == "\n" { text.removeLast() }
        return text
    }

    private static let fixed = ["-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false", "-c", "gc.auto=0"]

    /// A machine may rewrite URLs, sign commits or run hooks through its own configuration, and a caller that is
    /// itself a git hook has the repository in its environment: neither may reach these runs.
    private static func environment(_ extra: [String: String]) -> Environment {
        var values: [Environment.Key: String?] = [
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
            "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_OBJECT_DIRECTORY": nil,
            "http_proxy": nil, "HTTP_PROXY": nil, "all_proxy": nil, "ALL_PROXY": nil,
        ]
        for (name, value) in extra {
            if let key = Environment.Key(rawValue: name) { values[key] = value }
        }
        return .inherit.updating(values)
    }
}

package struct GitAnswer: Sendable {
    package var status: Int32
    package var bytes: [UInt8]

    package var text: String { String(decoding: self.bytes, as: UTF8.self) }
    package var lines: [String] { self.text.split(separator: "\n").map(String.init) }
}

package struct GitFailure: Error, Sendable, CustomStringConvertible {
    package var arguments: [String]
    package var status: String
    package var complaint: String

    package var description: String {
        "git \(self.arguments.joined(separator: " ")) ended with \(self.status): \(self.complaint)"
    }
}
