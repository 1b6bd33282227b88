import HealingDomain
import HealingTesting
import Testing

struct TeamSettingsTests {
    @Test(arguments: [
        ("tests/**", "tests/unit/test_a.py", true), ("tests/**", "src/tests/a.py", false),
        ("tests/", "tests/unit/test_a.py", true), ("tests/", "tests", false), ("*.py", "src/deep/a.py", true),
        ("*.py", "a.py", true), ("/*.py", "src/a.py", false), ("/*.py", "a.py", true),
        ("src/*.py", "src/a.py", true), ("src/*.py", "src/deep/a.py", false), ("src/**/a.py", "src/a.py", true),
        ("src/**/a.py", "src/x/y/a.py", true), ("src/**/a.py", "src/xa.py", false), ("a?.py", "ab.py", true),
        ("a?.py", "a/.py", false), ("**", "anything/at.all", true),
        ("settings.py", "app/settings.py", true),
        ("settings.py", "app/mysettings.py", false), ("src/**", "src/", true),
    ])
    func `a pattern means what people expect of it`(_ pattern: String, _ path: String, _ fits: Bool) {
        #expect(PathPattern(pattern).matches(path) == fits)
    }

    @Test func `a hostile pattern is answered in time`() {
        let pattern = PathPattern(String(repeating: "**a*", count: 100) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 2000)))
    }

    @Test func `a mute silences its rule, all rules that begin so, or a path, where it holds`() {
        let finding = Finding.sample(rule: "python.yaml.load", path: "src/load.py")
        #expect(Mute.sample(.rule("python.yaml.load")).covers(finding))
        #expect(Mute.sample(.rule("python.yaml.*")).covers(finding))
        #expect(!Mute.sample(.rule("python.yaml")).covers(finding))
        #expect(Mute.sample(.path("src/"), repository: "ACME/shop").covers(finding))
        #expect(!Mute.sample(.path("src/"), repository: "acme/api").covers(finding))
    }

    @Test func `a card goes to the channels that want it, else to the team's own`() {
        let finding = Finding.sample(severity: .high)
        #expect([].channels(for: finding, teamChannel: "C9") == ["C9"])
        #expect([].channels(for: finding, teamChannel: nil) == [])
        let wanted = [Subscription.sample(channel: "C2"), .sample(minimumSeverity: .high, channel: "C1")]
        #expect(wanted.channels(for: finding, teamChannel: "C9") == ["C2", "C1"])
        #expect([Subscription.sample(minimumSeverity: .critical)].channels(for: finding, teamChannel: "C9") == ["C9"])
        let chosen = [Subscription.sample(minimumSeverity: .critical, channel: "C9")]
        #expect(chosen.channels(for: finding, teamChannel: "C9") == [])
        #expect([Subscription.sample(branch: "other")].channels(for: finding, teamChannel: "C9") == ["C9"])
    }

    @Test func `quiet hours may pass midnight`() {
        let night = QuietHours(from: 22, to: 7)
        #expect((0...23).filter(night.contains) == [0, 1, 2, 3, 4, 5, 6, 22, 23])
        #expect((0...23).filter(QuietHours(from: 12, to: 14).contains) == [12, 13])
        #expect((0...23).filter(QuietHours(from: 5, to: 5).contains).isEmpty)
    }
}
