import Foundation

/// The project's own Swift files, by module.
struct SourceTree {
    struct File {
        var module: String
        var path: String
        var text: String

        /// The modules named by import lines, whatever attribute or access level stands before them.
        var imports: [String] {
            self.text.split(separator: "\n").compactMap { line in
                // Deeper than an #if indents is text in a string, such as a program for another language's parser.
                guard line.prefix(while: { $0 == " " }).count <= 4 else { return nil }
                let words = line.split { $0.isWhitespace }
                guard let position = words.firstIndex(of: "import"), position + 1 < words.count else { return nil }
                let before = words[..<position]
                guard before.allSatisfy({ $0.hasPrefix("@") || Self.modifiers.contains(String($0)) }) else {
                    return nil
                }
                var name = words[position + 1]
                if Self.kinds.contains(String(name)), position + 2 < words.count { name = words[position + 2] }
                return String(name.prefix { $0 != "." && $0 != ";" })
            }
        }

        private static let modifiers: Set<String> = ["package", "public", "internal", "private", "fileprivate"]
        private static let kinds: Set<String> = [
            "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
        ]
    }

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file below `Sources/<layer>/<module>`.
    static func sources() throws -> [File] {
        try self.files(below: "Sources") { pieces in pieces.count > 2 ? pieces[2] : nil }
    }

    static func tests() throws -> [File] {
        try self.files(below: "Tests") { pieces in pieces.count > 1 ? pieces[1] : nil }
    }

    private static func files(below folder: String, module: ([String]) -> String?) throws -> [File] {
        let base = self.root.appending(path: folder)
        guard let walker = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { return [] }
        var files: [File] = []
        for case let url as URL in walker where url.pathExtension == "swift" {
            let path = String(url.path.dropFirst(self.root.path.count + 1))
            guard let module = module(path.split(separator: "/").map(String.init)) else { continue }
            files.append(File(module: module, path: path, text: try String(contentsOf: url, encoding: .utf8)))
        }
        return files
    }
}
