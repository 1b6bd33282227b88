import Foundation
import Testing

/// Nothing of one machine or workplace is committed.
struct CommittedText {
    @Test func `no committed file names a home folder or a private host`() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "git", "-C", SourceTree.root.path, "grep", "-nIE", "(/home/[a-z]+/|/Users/[a-z]+/|/root/\\.)", "--", ".",
            ":!Tests/ArchitectureTests",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let found = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(found == "")
    }
}
