import FoundationEssentials
package import HealingDomain
import Yams

/// Asks each language's own parser, where this machine has it: Python's, Node's, Ruby's, gofmt; JSON and YAML are read
/// here. No text is ever run. The other languages, and JSX and TypeScript, come back as `.unknown`.
package struct NativeSyntaxChecker: SyntaxChecker {
    private let python: PythonSyntaxWorker?
    private let node: String?
    private let ruby: String?
    private let gofmt: String?
    private let timeLimit: Duration
    private let byteLimit: Int

    /// Looks for the parsers on `searchPath`.
    package init(
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        timeLimit: Duration = .seconds(5), byteLimit: Int = 2_000_000
    ) {
        func find(_ name: String) -> String? {
            searchPath.split(separator: ":").map { "\($0)/\(name)" }
                .first { $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: $0) }
        }
        // Debian's own before a version manager's wrapper, which takes a second to start.
        let python =
            FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") ? "/usr/bin/python3" : find("python3")
        self.python = python.map { PythonSyntaxWorker(program: $0, timeLimit: timeLimit) }
        self.node = find("node")
        self.ruby = find("ruby")
        self.gofmt = find("gofmt")
        self.timeLimit = timeLimit
        self.byteLimit = byteLimit
    }

    package func check(_ file: SourceFile) async -> SyntaxVerdict {
        guard file.content.utf8.count <= self.byteLimit else {
            return .unknown("the file is larger than \(self.byteLimit) bytes")
        }
        switch (file.language, Self.fileExtension(file.path)) {
        case (.python, _):
            return await self.python?.check(file.content) ?? Self.noParser("python3")
        case (.javascript, let ending) where ending != "jsx": return await self.checkJavaScript(file.content, ending)
        case (.ruby, _):
            return await self.check(file.content, by: self.ruby, ["--disable-all", "-c", "-"], named: "ruby")
        case (.go, _): return await self.check(file.content, by: self.gofmt, ["-e"], named: "gofmt")
        case (.yaml, _): return Self.checkYAML(file.content)
        case (_, "json"): return Self.checkJSON(file.content)
        case (let language, _): return .unknown("there is no parser for \(language) here")
        }
    }

    /// Ends the parser that is kept warm.
    package func shutDown() async { await self.python?.stop() }

    private func check(
        _ text: String, by program: String?, _ arguments: [String], named name: String
    ) async -> SyntaxVerdict {
        guard let program else { return Self.noParser(name) }
        return await self.run(program, arguments, input: Array(text.utf8), named: name)
    }

    /// A `.js` file may be of either kind of module, which only its project knows: one of the two has to accept it.
    private func checkJavaScript(_ text: String, _ ending: String) async -> SyntaxVerdict {
        let module = "--input-type=module"
        let script = "--input-type=commonjs"
        let kinds =
            switch ending {
            case "mjs": [module]
            case "cjs": [script]
            default: [script, module]
            }
        var verdict = SyntaxVerdict.unknown("node was not asked")
        for kind in kinds where verdict != .wellFormed {
            verdict = await self.check(text, by: self.node, ["--check", kind, "-"], named: "node")
        }
        return verdict
    }

    private func run(
        _ program: String, _ arguments: [String], input: [UInt8], named name: String
    ) async -> SyntaxVerdict {
        let command = ChildCommand(
            executable: program, arguments: arguments, environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
            workingDirectory: "/", memoryLimit: nil)
        guard let result = await command.run(input: input, within: self.timeLimit, outputLimit: 4 << 20) else {
            return .unknown("\(name) gave no answer to this text")
        }
        return result.succeeded ? .wellFormed : .broken(Self.reason(result.errors, program: name))
    }

    /// The parser's own words, the first line that says something.
    private static func reason(_ words: String, program: String) -> String {
        let lines = words.split(separator: "\n").filter { !$0.allSatisfy { " ^~".contains($0) } }
        let line = lines.first { $0.contains("rror") } ?? lines.first ?? "it does not parse"
        return "\(program): \(line.prefix(200))"
    }

    private static func checkJSON(_ text: String) -> SyntaxVerdict {
        do {
            _ = try JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8))
            return .wellFormed
        } catch {
            return .broken("the text is not JSON")
        }
    }

    private static func checkYAML(_ text: String) -> SyntaxVerdict {
        do {
            let parser = try Parser(yaml: text)
            while try parser.nextRoot() != nil {}
            return .wellFormed
        } catch {
            return .broken(String(describing: error))
        }
    }

    private static func noParser(_ name: String) -> SyntaxVerdict { .unknown("\(name) is not on this machine") }

    private static func fileExtension(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    /// Any JSON value; only whether it can be read matters.
    private struct AnyJSON: Decodable {
        private struct Key: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            if let object = try? decoder.container(keyedBy: Key.self) {
                for key in object.allKeys { _ = try object.decode(AnyJSON.self, forKey: key) }
            } else if var array = try? decoder.unkeyedContainer() {
                while !array.isAtEnd { _ = try array.decode(AnyJSON.self) }
            }
        }
    }
}
