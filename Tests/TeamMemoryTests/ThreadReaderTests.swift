import HealingDomain
import HealingTesting
import TeamMemory
import Testing

struct ThreadReaderTests {
    @Test func `a solved question becomes problem, solution, code and a sign`() throws {
        let document = try #require(
            read([
                "ada: Semgrep flags this, any idea?\n```import yaml\ncfg = yaml.load(f)```",
                "bot: I found 3 issues",
                "grace: what does it say?",
                "grace: use the safe one:\n```python\nimport yaml\ncfg = yaml.safe_load(f)\n```",
                "ada: that worked, thanks!",
                "grace: np",
            ]))
        #expect(document.reference == MessageReference(channel: "C1", timestamp: "1768910000.000100"))
        #expect(document.problem == "Semgrep flags this, any idea?")
        #expect(document.solution?.hasPrefix("use the safe one") == true)
        #expect(document.resolution == .confirmation)
        #expect(document.messages.map(\.authorName) == ["ada", "grace", "grace", "ada", "grace"])
        #expect(document.snippets.map(\.language) == [.python, .python])
        #expect(
            document.pairs == [
                FixPair(
                    language: .python, before: "import yaml\ncfg = yaml.load(f)",
                    after: "import yaml\ncfg = yaml.safe_load(f)", origin: .conversation)
            ])
        #expect(document.lastActivity == MessageTimestamp("1768910050.000100").date)
    }

    @Test(
        arguments: [
            ("thanks!", .thanks), ("Thank you so much, that helps", .thanks), ("that worked", .confirmation),
            ("ok fixed it, thx", .confirmation), ("Perfect, it works now :tada:", .confirmation),
            ("didn't work, thanks anyway", nil), ("thanks but still getting the same error", nil),
            ("that didn’t work", nil), ("thanks in advance", nil), ("it works now?", nil), ("hm", nil),
            ("thanks, but what is a loader?", nil),
            ("no luck, still fails", nil),
        ] as [(String, ThreadDocument.Resolution?)])
    func `the asker's words decide`(_ words: String, _ resolution: ThreadDocument.Resolution?) throws {
        let document = try #require(read(["ada: how?", "grace: parse it with the safe loader", "ada: \(words)"]))
        #expect(document.resolution == resolution)
        #expect((document.solution == nil) == (resolution == nil))
    }

    @Test func `thanks of others, thanks before any answer and a later relapse do not count`() throws {
        #expect(read(["ada: how?", "grace: so", "joan: thanks!"])?.resolution == nil)
        #expect(read(["ada: how?", "ada: thanks!"])?.resolution == nil)
        let relapse = ["ada: how?", "grace: use the safe loader", "ada: works now, thanks", "ada: hm, still failing"]
        #expect(read(relapse)?.resolution == nil)
    }

    @Test func `a check mark on an answer names the solution, but not its author's own`() throws {
        let turns = ["ada: how?", "grace: use bleach", "joan: or escape the text", "grace: maybe"]
        let marked = try #require(read(turns, reactions: [2: ["white_check_mark": ["U-ada"]]]))
        #expect(marked.resolution == .checkMark)
        #expect(marked.solution == "or escape the text")
        #expect(read(turns, reactions: [2: ["white_check_mark": ["U-joan"]]])?.resolution == nil)
        #expect(read(turns, reactions: [2: ["eyes": ["U-ada"]]])?.resolution == nil)
        #expect(read(turns, reactions: [0: ["heavy_check_mark": ["U-ada"]]])?.resolution == .checkMark)
        #expect(read(["ada: how?"], reactions: [0: ["heavy_check_mark": ["U-ada"]]])?.resolution == nil)
    }

    @Test func `a merged link is the strongest sign`() throws {
        let turns = [
            "ada: md5 for tokens?", "grace: switch to hashlib.sha256",
            "grace: done in https://git.acme.test/acme/shop/pull/12/files#diff-1", "ada: no luck",
        ]
        let link = "https://git.acme.test/acme/shop/pull/12"
        let document = try #require(read(turns, mergedLinks: [link]))
        #expect(document.links == [link])
        #expect(document.resolution == .mergedPullRequest)
        #expect(read(turns)?.resolution == nil)
    }

    @Test func `the solution is the last substantive answer before the sign, rather one with code`() throws {
        let document = try #require(
            read([
                "ada: how do I run this without a shell?", "grace: `subprocess.run(args)` with a list",
                "joan: I always do it like grace says", "ada: thanks", "joan: and read the manual of it too",
            ]))
        #expect(document.solution == "`subprocess.run(args)` with a list")
        let prose = try #require(
            read(["ada: how?", "grace: upgrade to version four of it", "grace: ok?", "ada: fixed it"]))
        #expect(prose.solution == "upgrade to version four of it")
        let alone = try #require(read(["ada: how?", "ada: fixed it by setting verify to true"]))
        #expect(alone.solution == "fixed it by setting verify to true")
    }

    @Test func `secrets are out before anything else is read`() throws {
        let document = try #require(
            read([
                "ada: this leaks:\n```password = \"hunter2hunter2\"```",
                "grace: ghp_0123456789abcdefghij0123456789abcdef",
            ]))
        let everything = "\(document)"
        #expect(!everything.contains("hunter2"))
        #expect(!everything.contains("0123456789abcdef"))
        #expect(everything.contains("[redacted"))
    }

    @Test func `what no person said is no document`() {
        #expect(read([]) == nil)
        #expect(read(["bot: build failed"]) == nil)
        #expect(read(["ada:   "]) == nil)
        let joined = RawMessage.sample(text: "has joined the channel", subtype: "channel_join")
        #expect(ThreadReader().read([joined], in: .sample()) == nil)
    }

    @Test func `errors are kept as exact terms`() throws {
        let document = try #require(
            read([
                """
                ada: ```Traceback (most recent call last):
                  File "app/settings.py", line 4, in read_settings
                    return yaml.load(f)
                yaml.constructor.ConstructorError: could not determine a constructor for the tag```
                also ECONNREFUSED and
                at Reader.readAll (src/reader.js:3:1)
                """
            ]))
        #expect(
            document.errorTerms == [
                "read_settings", "yaml.constructor.ConstructorError",
                "could not determine a constructor for the tag", "ECONNREFUSED",
                "Reader.readAll",
            ])
    }
}
