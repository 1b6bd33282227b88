import Foundation
package import HTTPCalling

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bot, unchanged, as a process of its own: started, killed, started again.
package actor BotProcess {
    package struct Settings: Sendable {
        /// The `codehealer` program.
        package var executable: String
        package var port: Int
        /// Over the environment of this process.
        package var environment: [String: String]
        /// What it writes goes here.
        package var logFile: String

        package init(executable: String, port: Int, environment: [String: String], logFile: String) {
            self.executable = executable
            self.port = port
            self.environment = environment
            self.logFile = logFile
        }
    }

    package nonisolated let settings: Settings
    private let http: any HTTPCaller
    private var process: Process?

    package init(_ settings: Settings, http: any HTTPCaller) {
        self.settings = settings
        self.http = http
    }

    /// Starts it and returns once it says that it can work; throws where it ends or is not ready in time.
    package func start(timeoutSeconds: Double = 30) async throws {
        let process = try await self.begin()
        let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
        while ContinuousClock.now < deadline {
            guard process.isRunning else {
                throw BotFault("codehealer serve ended with \(process.terminationStatus); see \(self.settings.logFile)")
            }
            if await self.isReady() { return }
            try await Task.sleep(for: .milliseconds(30))
        }
        throw BotFault("codehealer serve was not ready in \(Int(timeoutSeconds)) s; see \(self.settings.logFile)")
    }

    /// Starts it and returns once it answers at all: a bot without tokens takes deliveries, but is not ready to work.
    package func launch(timeoutSeconds: Double = 30) async throws {
        let process = try await self.begin()
        let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
        let call = HTTPCall("GET", "http://127.0.0.1:\(self.settings.port)/healthz", timeoutSeconds: 2)
        while ContinuousClock.now < deadline, process.isRunning {
            if (try? await self.http.call(call))?.status == 200 { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw BotFault("codehealer serve did not answer; see \(self.settings.logFile)")
    }

    /// One bot at a time: one that still runs is ended first, so that none is forgotten.
    private func begin() async throws -> Process {
        await self.end(by: SIGKILL)
        let process = try Self.launch(self.settings, ["serve"])
        self.process = process
        return process
    }

    private func isReady() async -> Bool {
        let call = HTTPCall("GET", "http://127.0.0.1:\(self.settings.port)/readyz", timeoutSeconds: 2)
        return (try? await self.http.call(call))?.status == 200
    }

    /// `kill -9`: no chance to tidy up.
    package func kill() async { await self.end(by: SIGKILL) }

    /// Asks it to end, and makes it end after ten seconds.
    package func stop() async {
        await self.end(by: SIGTERM)
    }

    private func end(by signal: Int32) async {
        guard let process = self.process else { return }
        self.process = nil
        guard process.isRunning else { return }
        Self.send(signal, to: process)
        let deadline = ContinuousClock.now + .seconds(10)
        while process.isRunning && ContinuousClock.now < deadline {
            // A cancelled task may not sleep, and the process still has to end.
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { break }
        }
        if process.isRunning {
            Self.send(SIGKILL, to: process)
            process.waitUntilExit()
        }
    }

    private static func send(_ signal: Int32, to process: Process) {
        #if canImport(Glibc)
            _ = Glibc.kill(process.processIdentifier, signal)
        #else
            _ = Darwin.kill(process.processIdentifier, signal)
        #endif
    }

    /// Runs another command of the same program over the same data and returns what it printed.
    package func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let output = "\(self.settings.logFile).\(RandomNames.letters(8))"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let process = try Self.launch(self.settings, arguments, output: output)
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        let text = try String(contentsOfFile: output, encoding: .utf8)
        return (process.terminationStatus, text)
    }

    private static func launch(_ settings: Settings, _ arguments: [String], output: String? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: settings.executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(settings.environment) { $1 }
        let log = try Self.handle(settings.logFile)
        process.standardError = log
        process.standardOutput = try output.map(Self.handle) ?? log
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func handle(_ path: String) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: path) {
            let folder = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            guard FileManager.default.createFile(atPath: path, contents: nil) else {
                throw BotFault("cannot write \(path)")
            }
        }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        handle.seekToEndOfFile()
        return handle
    }
}

package struct BotFault: Error, Sendable, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
}

extension BotProcess.Settings {
    /// A bot that works with this playground, its data in `data`. `modelURL` is the base of an OpenAI-compatible server.
    package static func beside(
        _ playground: Playground, executable: String, port: Int, data: String, modelURL: String? = nil,
        modelName: String? = nil, extra: [String: String] = [:]
    ) -> BotProcess.Settings {
        let address = playground.address
        let configuration = playground.configuration
        var environment = [
            "SLACK_SIGNING_SECRET": configuration.courier.slackSigningSecret,
            "SLACK_BOT_TOKEN": configuration.slackBotToken, "SLACK_API_URL": address.slackAPI,
            "SLACK_RESPONSE_HOSTS": address.host, "GITHUB_WEBHOOK_SECRET": configuration.courier.gitHubWebhookSecret,
            "GITHUB_TOKEN": configuration.gitHubToken, "GITHUB_API_URL": address.gitHubAPI,
            "GITHUB_WEB_URL": address.gitHubWeb, "CODEHEALER_HOST": "127.0.0.1", "CODEHEALER_PORT": "\(port)",
            "CODEHEALER_DATA": data, "CODEHEALER_CHANNEL": StoryBook.channel, "CODEHEALER_SENIOR": StoryBook.senior,
            "CODEHEALER_BRANCHES": "develop", "CODEHEALER_REPOSITORIES": "acme/*",
        ]
        environment["MODEL_URL"] = modelURL
        environment["MODEL_NAME"] = modelName
        return BotProcess.Settings(
            executable: executable, port: port, environment: environment.merging(extra) { $1 },
            logFile: "\(data)/codehealer.log")
    }
}
