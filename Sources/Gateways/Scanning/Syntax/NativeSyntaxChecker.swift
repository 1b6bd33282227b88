import FoundationEssentials
package import HealingDomain
import Subprocess

/// Asks the language's own parser, where this machine has one. The text is parsed, never run: Python's `ast.parse`,
/// Ruby's `-c`, gofmt and `node --check` (which parses only).
package struct NativeSyntaxChecker: SyntaxChecker {
    private let timeLimit: Duration

    /// A parser that takes longer than `timeLimit` says nothing.
    package init(timeLimit: Duration = .seconds(5)) { self.timeLimit = timeLimit }

    package func check(_ file: SourceFile) async -> SyntaxVerdict {
        guard let parser = Parser.of(file) else { return .unknown("no parser for \(file.language) here") }
        return await withTaskGroup(of: SyntaxVerdict.self) { group in
            group.addTask { await parser.parse(file.content) }
            group.addTask {
                try? await Task.sleep(for: self.timeLimit)
                return .unknown("\(parser.program) took too long")
            }
            let first = await group.next() ?? .unknown("not asked")
            group.cancelAll()
            return first
        }
    }
}

/// A program that reads a text on standard input and exits with 0 where it is well-formed.
private struct Parser: Sendable {
    let program: String
    let arguments: [String]
    /// The exit status that means "not well-formed"; any other is a parser that could not be asked.
    let refusal: Int32

    static func of(_ file: SourceFile) -> Parser? {
        switch file.language {
        case .python: Parser(program: "python3", arguments: ["-I", "-S", "-c", Self.python], refusal: 3)
        case .ruby: Parser(program: "ruby", arguments: ["--disable-all", "-c", "-"], refusal: 1)
        case .go: Parser(program: "gofmt", arguments: ["-e"], refusal: 2)
        case .javascript where !file.path.hasSuffix("x"):
            Parser(program: "node", arguments: ["--check", Self.module(file), "-"], refusal: 1)
        default: nil
        }
    }

    /// `ast.parse` builds a tree and runs nothing. A recursion limit or a NUL byte is an answer too.
    private static let python = """
        import ast, sys
        try:
            ast.parse(sys.stdin.buffer.read())
        except (SyntaxError, ValueError) as error:
            print(f"line {getattr(error, 'lineno', '?')}: {getattr(error, 'msg', error)}", file=sys.stderr)
            sys.exit(3)
        except (RecursionError, MemoryError):
            sys.exit(4)
        """

    /// Standard input has no name, so node is told what the name would have said.
    private static func module(_ file: SourceFile) -> String {
        let isModule =
            file.path.hasSuffix(".mjs")
            || !file.path.hasSuffix(".cjs")
                && file.content.split(separator: "\n").contains { $0.hasPrefix("import ") || $0.hasPrefix("export ") }
        return isModule ? "--input-type=module" : "--input-type=commonjs"
    }

    func parse(_ text: String) async -> SyntaxVerdict {
        do {
            let result = try await run(
                .name(self.program), arguments: Arguments(self.arguments),
                environment: .inherit.updating(["PYTHONDONTWRITEBYTECODE": "1"]), input: .string(text),
                output: .discarded, error: .string(limit: 1 << 16))
            switch result.terminationStatus {
            case .exited(0): return .wellFormed
            case .exited(self.refusal): return .broken(Self.reason(result.standardError))
            default: return .unknown("\(self.program) could not tell")
            }
        } catch {
            return .unknown("\(self.program) is not on this machine")
        }
    }

    private static func reason(_ words: String) -> String {
        let lines = words.split(separator: "\n").filter { !$0.allSatisfy { " ^~".contains($0) } }
        return String(
            (lines.first { $0.contains("rror") || $0.contains("line") } ?? lines.first ?? "it does not parse").prefix(
                200))
    }
}
