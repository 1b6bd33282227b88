import FoundationEssentials
package import HealingDomain
package import Logging

/// Finds defects with Semgrep and the rules of a catalog. Semgrep stays up between scans: a few files are answered in
/// milliseconds each. It runs in a folder of its own under limits of memory and time, sees only the texts that are given to
/// it, and what it cannot read comes back as a problem. `nosemgrep` comments are honoured: they are a developer's own words.
package actor SemgrepScanner: CodeScanner {
    /// What one scan may take of the machine.
    package struct Limits: Sendable, Hashable {
        /// Larger files are reported, not scanned.
        package var fileBytes: Int
        /// For one file.
        package var time: Duration
        /// The address space of one Semgrep process, in bytes.
        package var memory: Int
        /// From this many files on, one run over all is faster than the warm server.
        package var batchSize: Int

        package init(
            fileBytes: Int = 1_000_000, time: Duration = .seconds(10), memory: Int = 2 << 30, batchSize: Int = 16
        ) {
            self.fileBytes = fileBytes
            self.time = time
            self.memory = memory
            self.batchSize = batchSize
        }
    }

    package nonisolated let catalog: RuleCatalog
    private let workspace: SemgrepWorkspace
    private let limits: Limits
    private let logger: Logger
    private let turn = Turn()
    private var server: SemgrepServer?

    /// Makes the scanner's private folder in `parent`; Semgrep itself starts with the first scan, or with `warmUp()`.
    package init(
        installation: SemgrepInstallation, catalog: RuleCatalog, limits: Limits = Limits(), logger: Logger,
        temporaryFolder parent: String = FileManager.default.temporaryDirectory.path
    ) throws(Fault) {
        self.catalog = catalog
        self.limits = limits
        self.logger = logger
        self.workspace = try SemgrepWorkspace(
            in: parent, rules: catalog.configuration + CanaryRule.configuration, installation: installation,
            memoryLimit: limits.memory)
    }

    deinit { self.workspace.remove() }

    /// Starts Semgrep, so that the first scan is as fast as the others. Throws where it does not come up.
    package func warmUp() async throws(Fault) {
        await self.turn.take()
        let outcome: Result<Void, Fault>
        do throws(Fault) { outcome = .success(_ = try await self.runningServer()) } catch { outcome = .failure(error) }
        await self.turn.give()
        try outcome.get()
    }

    /// Ends Semgrep and removes the private folder. The scanner is of no use afterwards.
    package func shutDown() async {
        await self.server?.stop()
        self.server = nil
        self.workspace.remove()
    }

    package func scan(_ files: [SourceFile], in context: ScanContext) async throws(Fault) -> ScanReport {
        var report = ScanReport(findings: [])
        var accepted: [SourceFile] = []
        for file in files {
            if let reason = ScannableText.refusal(of: file, limit: self.limits.fileBytes) {
                report.problems.append(ScanReport.Problem(path: file.path, reason: reason))
            } else {
                accepted.append(file)
            }
        }
        let answers = try await self.answers(to: accepted.map { ScannableText($0) })
        for (file, answer) in zip(accepted, answers) {
            report.findings += FindingAssembly(catalog: self.catalog, context: context).findings(
                answer.matches, in: file)
            report.problems += answer.problems.map { ScanReport.Problem(path: file.path, reason: $0) }
        }
        return report
    }

    private func answers(to texts: [ScannableText]) async throws(Fault) -> [SemgrepAnswer] {
        let batch = SemgrepBatch(workspace: self.workspace, timeLimit: self.limits.time * 2)
        guard texts.count < self.limits.batchSize else { return try await batch.scan(texts) }
        var answers: [SemgrepAnswer] = []
        for text in texts {
            if let answer = await self.warmAnswer(to: text) {
                answers.append(answer)
            } else {
                answers += try await batch.scan([text])
            }
        }
        return answers
    }

    private func warmAnswer(to text: ScannableText) async -> SemgrepAnswer? {
        await self.turn.take()
        let answer = await self.serverAnswer(to: text)
        await self.turn.give()
        return answer
    }

    private func serverAnswer(to text: ScannableText) async -> SemgrepAnswer? {
        do {
            let server = try await self.runningServer()
            if let answer = try await server.scan(text, before: .now + self.limits.time) { return answer }
            self.logger.warning("semgrep lsp gave no answer and is started anew")
        } catch {
            self.logger.warning("semgrep lsp is not used for this file", metadata: ["cause": "\(error)"])
        }
        await self.server?.stop()
        self.server = nil
        return nil
    }

    private func runningServer() async throws(Fault) -> SemgrepServer {
        if let server { return server }
        let fixable = Set(self.catalog.rules.values.filter(\.hasFix).map(\.id))
        let server = SemgrepServer(workspace: self.workspace, fixableRules: fixable)
        try await server.start(within: .seconds(15))
        self.server = server
        return server
    }
}
