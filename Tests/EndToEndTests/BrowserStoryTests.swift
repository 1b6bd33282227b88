import Foundation
import HTTPCalling
import Logging
import Playground
import Testing

/// A person in front of the page, played by a headless Chromium: the real buttons of the real page, the real bot behind it.
struct BrowserStoryTests {
    @Test(.timeLimit(.minutes(5)))
    func `a person pushes, looks, approves and rejects in the browser`() async throws {
        let python = Program.root.appending(path: ".venv/bin/python3").path
        try #require(FileManager.default.isExecutableFile(atPath: python), "run scripts/setup --test first")
        let stage = PlaygroundStage(
            executable: try Program.path(), folder: try Program.folder("browser"), port: 0, modelURL: nil,
            modelName: nil,
            startsBot: true)
        let (addresses, address) = AsyncStream<String>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stage.run(say: { _ in }, onReady: { address.yield($0) }) }
            for await url in addresses {
                let (status, output) = try await Self.drive(python, url)
                #expect(status == 0, "\(output)")
                break
            }
            group.cancelAll()
        }
    }

    private static func drive(_ python: String, _ url: String) async throws -> (Int32, String) {
        let artefacts = Program.root.appending(path: "artefacts").path
        try FileManager.default.createDirectory(atPath: artefacts, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            Program.root.appending(path: "Tests/EndToEndTests/browser_story.py").path, url, "\(artefacts)/channel.png",
        ]
        // Into a file: reading a pipe to its end would hold one of the few threads that all tests share.
        let log = try Program.folder("browser-log") + "/output.txt"
        try Data().write(to: URL(filePath: log))
        let output = try FileHandle(forWritingTo: URL(filePath: log))
        process.standardOutput = output
        process.standardError = output
        let ended = AsyncStream<Void> { continuation in process.terminationHandler = { _ in continuation.finish() } }
        try process.run()
        for await _ in ended {}
        return (process.terminationStatus, try String(contentsOfFile: log, encoding: .utf8))
    }
}
