import Foundation
import Testing

/// The real program, as it was built beside these tests.
enum Program {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The build folder holds the program next to the test bundle.
    static func path() throws -> String {
        let folders = CommandLine.arguments.first.map { URL(filePath: $0).deletingLastPathComponent() }
        let candidates = [folders, Self.root.appending(path: ".build/debug")].compactMap {
            $0?.appending(path: "codehealer").path
        }
        return try #require(
            candidates.first { FileManager.default.isExecutableFile(atPath: $0) }, "codehealer is not built")
    }

    /// A fresh folder that is left behind for whoever wants to look at a failure.
    static func folder(_ name: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "codehealer-\(name)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }
}
