import FoundationEssentials
import HealingDomain

/// One run of `semgrep lsp`, kept warm: a text is answered in milliseconds, since program and rules are loaded already.
/// The server reads files and remembers what it read, so every text gets a file with a new name, which the server is told
/// of before and after: a file it was not told of is no target, one that changed is mixed with what it was. One scan at a
/// time.
actor SemgrepServer {
    private let workspace: SemgrepWorkspace
    private let fixableRules: Set<RuleID>
    private let inbox = Inbox<ServerMessage>()
    private var process: ChildProcess?
    private var lastID = 0
    private let nonce = UUID().uuidString.lowercased()

    init(workspace: SemgrepWorkspace, fixableRules: Set<RuleID>) {
        self.workspace = workspace
        self.fixableRules = fixableRules
    }

    /// Starts the server and waits until its rules are loaded. Throws a fault where it does not come up in time.
    func start(within limit: Duration) async throws(Fault) {
        let inbox = self.inbox
        let reader = MessageReader(inbox: inbox)
        self.process = ChildProcess(
            self.workspace.command(["lsp", "--experimental"]),
            output: { await reader.read($0) }, errors: { await reader.readLog($0) },
            ended: { await inbox.put(.ended($0)) })
        let deadline = ContinuousClock.now + limit
        let id = self.request("initialize", LanguageServerParameters.initialize(self.workspace))
        guard await self.response(to: id, before: deadline) != nil else { throw Self.notStarted }
        self.notify("initialized", [:])
        while true {
            switch await self.next(before: deadline) {
            case .rulesRefreshed: return
            case .ended, nil: throw Self.notStarted
            default: continue
            }
        }
    }

    /// What Semgrep says of the text; `nil` where the server gave no answer that can be believed. It is of no use then.
    func scan(_ text: ScannableText, before deadline: ContinuousClock.Instant) async throws(Fault) -> SemgrepAnswer? {
        self.lastID += 1
        let nonce = "\(self.nonce)-\(self.lastID)"
        let path = "\(self.workspace.texts)/\(self.lastID).\(text.fileExtension)"
        try SemgrepWorkspace.write(Array(CanaryRule.mark(text, with: nonce).utf8), to: path)
        self.open(path)
        defer { self.close(path) }
        var log: [String] = []
        guard let diagnostics = await self.diagnostics(of: path, nonce, log: &log, before: deadline) else { return nil }
        await self.readLog(into: &log, upTo: diagnostics.count, before: min(deadline, .now + .milliseconds(300)))
        var matches: [SemgrepMatch] = []
        for diagnostic in diagnostics {
            guard let code = diagnostic.code, code != CanaryRule.id.rawValue else { continue }
            var match = SemgrepMatch(
                rule: RuleID(code), range: SourceRange(diagnostic.range), message: diagnostic.message)
            if self.fixableRules.contains(match.rule) {
                guard let fix = await self.fix(for: diagnostic, of: match.rule, in: path, before: deadline) else {
                    return nil
                }
                match.fix = fix
            }
            matches.append(match)
        }
        return SemgrepAnswer(matches: matches, problems: SemgrepLog.problems(in: log, path: path))
    }

    func stop() {
        self.process?.stop()
        self.process = nil
    }

    private func open(_ path: String) {
        self.notify("workspace/didCreateFiles", LanguageServerParameters.files(path))
        self.notify("textDocument/didOpen", LanguageServerParameters.open(path))
    }

    private func close(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
        self.notify("textDocument/didClose", LanguageServerParameters.document(path))
        self.notify("workspace/didDeleteFiles", LanguageServerParameters.files(path))
    }

    private func diagnostics(
        of path: String, _ nonce: String, log: inout [String], before deadline: ContinuousClock.Instant
    ) async -> [ServerMessage.Diagnostic]? {
        while true {
            switch await self.next(before: deadline) {
            case .diagnostics(let name, let found)
            where path.hasSuffix("/" + name)
                && found.contains { $0.code == CanaryRule.id.rawValue && $0.message == nonce }:
                return found
            case .log(let line): log.append(line)
            case .ended, nil: return nil
            default: continue
            }
        }
    }

    /// The log comes over another stream, so it may be behind. What is missing then is only a problem's wording.
    private func readLog(
        into log: inout [String], upTo count: Int, before deadline: ContinuousClock.Instant
    ) async {
        while !log.contains("Found \(count) matches"), case .log(let line)? = await self.next(before: deadline) {
            log.append(line)
        }
    }

    /// `nil` where the server does not give the fix, which it has for every match of such a rule.
    private func fix(
        for diagnostic: ServerMessage.Diagnostic, of rule: RuleID, in path: String,
        before deadline: ContinuousClock.Instant
    ) async -> String? {
        let id = self.request(
            "textDocument/codeAction", LanguageServerParameters.codeAction(path, diagnostic.range))
        guard let body = await self.response(to: id, before: deadline),
            let actions = try? JSONDecoder().decode(CodeActions.self, from: Data(body))
        else { return nil }
        return actions.fix(of: rule, at: diagnostic.range)
    }

    private func response(to id: Int, before deadline: ContinuousClock.Instant) async -> [UInt8]? {
        while true {
            switch await self.next(before: deadline) {
            case .response(id, let body): return body
            case .ended, nil: return nil
            default: continue
            }
        }
    }

    private func next(before deadline: ContinuousClock.Instant) async -> ServerMessage? {
        while let message = await self.inbox.next(before: deadline) {
            guard case .request(let id) = message else { return message }
            self.send(["id": id.json, "result": .null])
        }
        return nil
    }

    private func request(_ method: String, _ parameters: [String: JSONValue]) -> Int {
        self.lastID += 1
        self.send(["id": .number(self.lastID), "method": .string(method), "params": .object(parameters)])
        return self.lastID
    }

    private func notify(_ method: String, _ parameters: [String: JSONValue]) {
        self.send(["method": .string(method), "params": .object(parameters)])
    }

    private func send(_ message: [String: JSONValue]) {
        let whole = JSONValue.object(message.merging(["jsonrpc": .string("2.0")]) { first, _ in first })
        guard let body = try? JSONEncoder().encode(whole) else { return }
        self.process?.send(MessageFraming.frame(Array(body)))
    }

    private static var notStarted: Fault {
        Fault(
            doing: "starting semgrep lsp", detail: "it did not load its rules in time", isRetryable: true,
            advice: "Run codehealer doctor; scripts/setup installs the version that is known to work.")
    }
}
