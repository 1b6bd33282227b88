import HealingDomain
import HealingFlow
import HealingTesting
import Testing

struct ScopeGateTests {
    private func verdict(path: String, updated: String = "b\n", limit: Int = 20) -> GateResult.Verdict {
        ScopeGate(changedLineLimit: limit).check(
            ProposedChange(path: path, original: "a\n", updated: updated), for: .sample(path: path)
        ).verdict
    }

    @Test(arguments: ["app/db.py", "web/cart.js", "src/a b/ü.py"])
    func `ordinary files may be edited`(path: String) {
        #expect(self.verdict(path: path) == .passed)
    }

    @Test(arguments: [
        ".github/workflows/ci.yml", "app/.env.py", "package-lock.json", "a/Gemfile.lock", "Dockerfile", "go.sum",
        "../outside.py", "/etc/passwd.py", "a//b.py", ".codehealer.yml", "CODEOWNERS",
    ])
    func `build, lock, access and dot files may not`(path: String) {
        #expect(self.verdict(path: path) == .failed)
    }

    @Test func `another file than the flagged one may not`() {
        let change = ProposedChange(path: "a.py", original: "a", updated: "b")
        #expect(ScopeGate(changedLineLimit: 20).check(change, for: .sample(path: "b.py")).verdict == .failed)
    }

    @Test func `twenty changed lines are allowed and one more is not`() {
        let lines = { (count: Int) in String(repeating: "x\n", count: count) }
        #expect(self.verdict(path: "a.py", updated: "a\n" + lines(20)) == .passed)
        #expect(self.verdict(path: "a.py", updated: "a\n" + lines(21)) == .failed)
    }
}
