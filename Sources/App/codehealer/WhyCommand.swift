import ArgumentParser
import Bootstrap
import HealingDomain

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Explains a finding: what, where the fix comes from, how sure, who decided.",
        discussion:
            "Examples: codehealer why · codehealer why #12 · codehealer why shop/orders.py:42 · codehealer why a1b2c3d4"
    )

    @Argument(help: "Pull request, finding, fix id, file:line, link or words; the latest finding if left out.")
    var subject: [String] = []

    func run() async throws {
        let reader = try StoreReader(settings: try await Start.settings(requiresSecrets: false))
        say(TerminalText.render(try await reader.why(self.subject.joined(separator: " "))))
    }
}
