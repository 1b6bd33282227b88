import Foundation
import Testing

/// Compares a text with the file that holds what it should be. `UPDATE_GOLDEN=1` writes the file instead, and fails, so
/// that nobody leaves it set.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("wrote \(name).txt: look at it, then unset UPDATE_GOLDEN", sourceLocation: sourceLocation)
        return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "\(name).txt says otherwise", sourceLocation: sourceLocation)
}
