import FoundationEssentials
import HealingDomain
import Subprocess
import SystemPackage

/// What to start, and with how much of the machine. Nothing of this program's own environment is passed on.
struct ChildCommand: Sendable {
    var executable: String
    var arguments: [String]
    var environment: [String: String]
    var workingDirectory: String
    /// The most address space it may take, in bytes; `nil` for no limit.
    var memoryLimit: Int?

    /// The limit is set by a shell that then becomes the command, since Subprocess has no option for it.
    var configuration: Configuration {
        let path = self.memoryLimit == nil ? self.executable : "/bin/sh"
        let launcher = self.memoryLimit.map { ["-c", "ulimit -v \($0 / 1024); exec \"$0\" \"$@\"", self.executable] }
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
        return Configuration(
            executable: .path(FilePath(path)), arguments: Arguments((launcher ?? []) + self.arguments),
            environment: .custom(
                Dictionary(
                    uniqueKeysWithValues: self.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
            workingDirectory: FilePath(self.workingDirectory), platformOptions: options)
    }
}

/// A subprocess that stays up and is spoken to over its standard streams. It ends with `stop()`, or when this program
/// does, since its standard input then closes.
struct ChildProcess: Sendable {
    private let outgoing: AsyncStream<[UInt8]>.Continuation
    private let life: Task<Void, Never>

    /// - Parameters:
    ///   - output: gets every piece of its standard output, in order; `errors` the same of its standard error.
    ///   - ended: called once, when it is gone, with the reason where it never came up.
    init(
        _ command: ChildCommand, output: @escaping @Sendable ([UInt8]) async -> Void,
        errors: @escaping @Sendable ([UInt8]) async -> Void, ended: @escaping @Sendable (String?) async -> Void
    ) {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        self.outgoing = continuation
        self.life = Task {
            do {
                _ = try await Subprocess.run(
                    command.configuration, input: .inputWriter, output: .sequence, error: .sequence
                ) { execution in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await Self.relay(execution.standardOutput, to: output) }
                        group.addTask { try await Self.relay(execution.standardError, to: errors) }
                        group.addTask {
                            for await bytes in stream { _ = try await execution.standardInputWriter.write(bytes) }
                            try await execution.standardInputWriter.finish()
                        }
                        // Both outputs close when the process ends; the writer would wait for ever.
                        _ = try await group.next()
                        group.cancelAll()
                    }
                }
                await ended(nil)
            } catch {
                await ended(String(describing: error))
            }
        }
    }

    func send(_ bytes: [UInt8]) { self.outgoing.yield(bytes) }

    /// Kills it and everything it started.
    func stop() {
        self.outgoing.finish()
        self.life.cancel()
    }

    private static func relay(
        _ sequence: SubprocessOutputSequence, to receiver: @Sendable ([UInt8]) async -> Void
    ) async throws {
        for try await buffer in sequence { await receiver(buffer.withUnsafeBytes { [UInt8]($0) }) }
    }
}

/// What a subprocess that ran to its end said.
struct ChildOutput: Sendable {
    var output: [UInt8]
    /// At most the first 64 KiB of its standard error.
    var errors: String
    var succeeded: Bool
}

extension ChildCommand {
    /// Runs the command to its end, with `input` on its standard input. `nil` where it did not end in time (it is killed
    /// then), could not be started, or said more than `outputLimit` bytes.
    ///
    /// It goes on where the caller is cancelled, for at most `limit`: swift-subprocess 1.0.2 ends this program where a
    /// cancellation meets it while it starts another (2026-11-24).
    func run(input: [UInt8] = [], within limit: Duration, outputLimit: Int) async -> ChildOutput? {
        await Task { await self.race(input: input, limit: limit, outputLimit: outputLimit) }.value
    }

    private func race(input: [UInt8], limit: Duration, outputLimit: Int) async -> ChildOutput? {
        await withTaskGroup(of: ChildOutput?.self) { group in
            group.addTask {
                let result = try? await Subprocess.run(
                    self.configuration, input: .array(input), output: .bytes(limit: outputLimit),
                    error: .bytes(limit: outputLimit))
                return result.map {
                    ChildOutput(
                        output: $0.standardOutput,
                        errors: String(decoding: $0.standardError.prefix(1 << 16), as: UTF8.self),
                        succeeded: $0.terminationStatus.isSuccess)
                }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
