import FoundationEssentials
import HealingDomain

/// One Python process, kept warm, that only parses: it compiles to a syntax tree and nothing further, sees no module of
/// the machine's user and no setting of ours.
actor PythonSyntaxWorker {
    private let program: String
    private let timeLimit: Duration
    private let turn = Turn()
    private var running: Running?

    private struct Running {
        var process: ChildProcess
        var lines: Inbox<Line>
    }

    private enum Line: Sendable {
        case answer([UInt8])
        case ended
    }

    private struct Answer: Decodable {
        var error: String?
    }

    init(program: String, timeLimit: Duration) {
        self.program = program
        self.timeLimit = timeLimit
    }

    func check(_ text: String) async -> SyntaxVerdict {
        await self.turn.take()
        let verdict = await self.ask(text)
        await self.turn.give()
        return verdict
    }

    func stop() {
        self.running?.process.stop()
        self.running = nil
    }

    private func ask(_ text: String) async -> SyntaxVerdict {
        let running = self.running ?? self.start()
        self.running = running
        let bytes = Array(text.utf8)
        running.process.send(Array("\(bytes.count)\n".utf8) + bytes)
        switch await running.lines.next(before: .now + self.timeLimit) {
        case .answer(let line):
            if let answer = try? JSONDecoder().decode(Answer.self, from: Data(line)) {
                return answer.error.map { .broken($0) } ?? .wellFormed
            }
        case .ended, nil: break
        }
        self.stop()
        return .unknown("Python's parser gave no answer to this text")
    }

    private func start() -> Running {
        let lines = Inbox<Line>()
        let splitter = LineSplitter { await lines.put(.answer($0)) }
        let command = ChildCommand(
            executable: self.program, arguments: ["-I", "-S", "-B", "-W", "ignore", "-c", Self.source],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"], workingDirectory: "/", memoryLimit: 1 << 30)
        let process = ChildProcess(
            command, output: { await splitter.take($0) }, errors: { _ in }, ended: { _ in await lines.put(.ended) })
        return Running(process: process, lines: lines)
    }

    private static let source = """
        import ast, json, sys
        read = sys.stdin.buffer
        while True:
            header = read.readline()
            if not header:
                break
            text = read.read(int(header))
            error = None
            try:
                compile(text, "text", "exec", ast.PyCF_ONLY_AST, True)
            except SyntaxError as problem:
                error = "line %s: %s" % (problem.lineno, problem.msg)
            except (ValueError, RecursionError, MemoryError, OverflowError) as problem:
                error = str(problem) or type(problem).__name__
            print(json.dumps({"error": error}), flush=True)
        """
}

/// Cuts a stream of bytes into lines.
private actor LineSplitter {
    private let receiver: @Sendable ([UInt8]) async -> Void
    private var unfinished: [UInt8] = []

    init(_ receiver: @escaping @Sendable ([UInt8]) async -> Void) { self.receiver = receiver }

    func take(_ bytes: [UInt8]) async {
        self.unfinished += bytes
        while let end = self.unfinished.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(self.unfinished[..<end])
            self.unfinished.removeFirst(end + 1)
            await self.receiver(line)
        }
    }
}
