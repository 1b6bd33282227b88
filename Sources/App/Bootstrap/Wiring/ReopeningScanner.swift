import HealingDomain
import Logging
import Scanning

/// The scanner, opened when it is first needed and tried again while it is not there: an absent Semgrep delays pushes and is
/// told, it never keeps the rest from working.
actor ReopeningScanner: CodeScanner {
    private let semgrepPath: String?
    private let rulesFolder: String?
    private let logger: Logger
    private var scanner: SemgrepScanner?

    init(semgrepPath: String?, rulesFolder: String?, logger: Logger) {
        self.semgrepPath = semgrepPath
        self.rulesFolder = rulesFolder
        self.logger = logger
    }

    func scan(_ files: [SourceFile], in context: ScanContext) async throws(Fault) -> ScanReport {
        try await self.open().scan(files, in: context)
    }

    /// Starts it; what keeps it from working and how to mend that, or `nil`.
    func problem() async -> String? {
        do throws(Fault) {
            try await self.open().warmUp()
            return nil
        } catch {
            return "\(error.detail). \(error.advice ?? "")"
        }
    }

    func shutDown() async { await self.scanner?.shutDown() }

    private func open() throws(Fault) -> SemgrepScanner {
        if let scanner { return scanner }
        do throws(Fault) {
            let installation = try SemgrepInstallation.find(setting: self.semgrepPath)
            guard let rules = self.rulesFolder ?? BundledRules.folder() else {
                throw Fault(
                    doing: "opening the rules", detail: "they are not beside the program",
                    advice: "Name their folder in \(Setting.rules.name).")
            }
            let opened = try SemgrepScanner(
                installation: installation, catalog: try RuleCatalog(folders: [rules]), logger: self.logger)
            self.scanner = opened
            return opened
        } catch {
            // A push waits in the queue until somebody mends it.
            var fault = error
            fault.isRetryable = true
            throw fault
        }
    }
}
