import ControlPlane
import HealingDomain
import HealingTesting
import Testing

struct CommandParserTests {
    @Test(arguments: [
        ("why", Instruction.why(nil)),
        ("WHY?", .why(nil)),
        ("<@U0BOT> why", .why(nil)),
        ("<@U0BOT|codehealer>: why #12", .why(.pullRequest(repository: nil, number: 12))),
        ("why #12", .why(.pullRequest(repository: nil, number: 12))),
        ("why 12", .why(.pullRequest(repository: nil, number: 12))),
        ("why PR 12", .why(.pullRequest(repository: nil, number: 12))),
        ("why pull request #12", .why(.pullRequest(repository: nil, number: 12))),
        ("why acme/shop#12", .why(.pullRequest(repository: "acme/shop", number: 12))),
        ("why acme/shop 12", .why(.pullRequest(repository: "acme/shop", number: 12))),
        ("why <https://github.com/acme/shop/pull/12|#12>", .why(.pullRequest(repository: "acme/shop", number: 12))),
        (
            "why <https://git.acme.test/acme/shop/pull/12/files#diff-1>",
            .why(.pullRequest(repository: "acme/shop", number: 12))
        ),
        ("why\u{00A0}＃１２", .why(.pullRequest(repository: nil, number: 12))),
        ("why “a1b2c3d4”", .why(.finding(prefix: "a1b2c3d4"))),
        ("why A1B2C3D4", .why(.finding(prefix: "a1b2c3d4"))),
        ("why finding a1b2", .why(.finding(prefix: "a1b2"))),
        ("why 12345678", .why(.finding(prefix: "12345678"))),
        ("why facade", .why(.words("facade"))),
        ("why fix-2026-01-20-abc123", .why(.fix(id: "fix-2026-01-20-abc123"))),
        ("why db/orders.py:42", .why(.place(path: "db/orders.py", line: 42))),
        ("why db/orders.py:42:7", .why(.place(path: "db/orders.py", line: 42))),
        ("why `orders.py`", .why(.place(path: "orders.py", line: nil))),
        ("why <http://orders.py:42|orders.py:42>", .why(.place(path: "orders.py", line: 42))),
        (
            "why <https://github.com/acme/shop/blob/main/db/my%20orders.py#L42-L44>",
            .why(.place(path: "db/my orders.py", line: 42, repository: "acme/shop"))
        ),
        (
            "why <https://acme.slack.com/archives/C123/p1700000000123456>",
            .why(.message(MessageReference(channel: "C123", timestamp: "1700000000.123456")))
        ),
        (
            "why <https://acme.slack.com/archives/C123/p1700000009000000?thread_ts=1700000000.123456&amp;cid=C123>",
            .why(.message(MessageReference(channel: "C123", timestamp: "1700000000.123456")))
        ),
        (
            "why <https://github.com/acme/shop/commit/ABCDEF0123456789>",
            .why(.commit("abcdef0123456789", repository: "acme/shop"))
        ),
        (
            "why <https://github.com/acme/shop/pull/12/commits/abcdef0>",
            .why(.pullRequest(repository: "acme/shop", number: 12))
        ),
        (
            "why <https://github.com/acme/shop/security/code-scanning/5>",
            .why(.alert(repository: "acme/shop", number: 5))
        ),
        (
            "why https://github.com/acme/shop/security/dependabot/31",
            .why(.alert(repository: "acme/shop", number: 31))
        ),
        ("why <https://example.com/a>", .why(.link("https://example.com/a"))),
        ("why is this flagged", .why(.words("is this flagged"))),
        ("fix acme/shop#12", .fix(.pullRequest(repository: "acme/shop", number: 12))),
        ("fix a1b2c3d4", .fix(.finding(prefix: "a1b2c3d4"))),
        ("search “verify = False”", .search("verify = False")),
        ("search a &lt; b &amp;&amp; c", .search("a < b && c")),
        ("stats", .stats(.days(30))), ("stats 7d", .stats(.days(7))), ("stats month", .stats(.thisMonth)),
        ("stats ２０２６-10", .stats(.month(year: 2026, month: 10))), ("stats all", .stats(.all)),
        ("stats 2 weeks", .stats(.days(14))), ("save", .save), ("save_fix", .save),
        ("mine", .mine(nil)), ("mine here", .mine(nil)), ("mine <#C0123|general>", .mine("C0123")),
        ("mine <#C0123|>", .mine("C0123")), ("mine C0123ABC", .mine("C0123ABC")),
        ("forget me", .forget(.asker)), ("forget <@U0123|ana>", .forget(.person("U0123"))),
        ("forget this thread", .forget(.thisThread)),
        (
            "forget <https://acme.slack.com/archives/C123/p1700000000123456>",
            .forget(.thread(MessageReference(channel: "C123", timestamp: "1700000000.123456")))
        ),
        ("subscribe acme/shop", .subscribe("acme/shop", branch: nil, minimumSeverity: .low)),
        ("subscribe `acme/shop` main HIGH", .subscribe("acme/shop", branch: "main", minimumSeverity: .high)),
        ("subscribe acme/shop min critical", .subscribe("acme/shop", branch: nil, minimumSeverity: .critical)),
        (
            "subscribe <https://github.com/acme/shop|acme/shop>",
            .subscribe("acme/shop", branch: nil, minimumSeverity: .low)
        ),
        ("unsubscribe <https://github.com/acme/shop.git>", .unsubscribe("acme/shop")),
        ("subscriptions", .subscriptions),
        ("mute python.weak-hash", .mute(MuteWish(target: .rule("python.weak-hash")))),
        ("mute `tests/`", .mute(MuteWish(target: .path("tests/")))),
        ("mute settings.py", .mute(MuteWish(target: .path("settings.py")))),
        ("mute rule tests.py", .mute(MuteWish(target: .rule("tests.py")))),
        (
            "mute python.weak-hash in acme/shop because it is “only” a key",
            .mute(
                MuteWish(target: .rule("python.weak-hash"), repository: "acme/shop", reason: "it is only a key"))
        ),
        ("unmute", .unmute(nil)), ("unmute tests/", .unmute(MuteWish(target: .path("tests/")))),
        ("link", .link(.show)), ("link ada-l", .link(.login("ada-l"))), ("link @ada", .link(.login("ada"))),
        ("link none", .link(.remove)),
        ("link ada <https://gist.github.com/ada/12>", .link(.proof(url: "https://gist.github.com/ada/12"))),
        ("status", .status), ("status now", .status), ("help", .help(nil)), ("help why", .help(.why)), ("", .help(nil)),
        ("?", .help(nil)), ("  \u{200B} ", .help(nil)),
    ])
    func `words are understood`(_ typed: String, _ expected: Instruction) throws {
        #expect(try CommandParser().parse(typed) == expected)
    }

    @Test(arguments: [
        ("whi #12", "why #12"), ("statsu", "status"), ("serach yaml load", "search yaml load"),
        ("fx acme/shop#1", "fix acme/shop#1"), ("stat", "status"), ("#12", "why #12"),
        ("db/orders.py:3", "why db/orders.py:3"), ("fix", "fix owner/repository#12"),
        ("fix the bug", "fix owner/repository#12"), ("search", "search sql injection"),
        ("search \"\"", "search sql injection"),
        ("stats yesterday", "stats 30d"), ("mine #general", "mine"), ("mind the gap", "mine"),
        ("forget", "forget me"), ("forget about it", "forget me"), ("subscribe", "subscribe owner/repository"),
        ("subscribe shop", "subscribe owner/repository"), ("unsubscribe", "unsubscribe owner/repository"),
        ("subscribe acme/shop main high also", "subscribe acme/shop main high"), ("mute", "mute tests/"),
        ("mute two things", "mute two"), ("unmtue tests/", "unmute tests/"),
        ("link <@U0123>", "link your-github-login"),
        ("lnik ada", "link ada"), ("subscrptions", "subscriptions"),
        ("frobnicate", "help"), ("how do we load yaml", "search how do we load yaml"), ("hlep", "help"),
    ])
    func `a mistake is answered with the nearest valid form, which is valid`(
        _ typed: String, _ nearest: String
    ) throws {
        let mistake = #expect(throws: CommandMistake.self) { try CommandParser().parse(typed) }
        #expect(mistake?.nearest == nearest)
        _ = try CommandParser().parse(nearest)
    }

    @Test func `help's own examples are valid, and each is of its verb`() throws {
        for verb in Verb.allCases {
            #expect(!verb.examples.isEmpty)
            for example in verb.examples {
                _ = try CommandParser().parse(example)
                #expect(example.hasPrefix(verb.rawValue))
            }
        }
    }

    @Test func `hostile words never trap and end in an instruction or a mistake`() {
        let pieces = [
            "why", "fix", "mute", "stats", "subscribe", "link", "forget", "mine", "in", "because", "2026-10", "<", ">",
            "|", "@", "#", "&", "&amp;", "%", "%2", "%zz", "http://",
            "https://x/pull/", "/pull/9", "archives/C/p12", "p1", ":", ":99999999999999999999",
            "#99999999999999999999", "\u{202E}", "\u{FF10}", "é", "👩‍👩‍👧", "-1", "+1", " ", "\n", "!date^1^x|y",
        ]
        var generator = SplitMix64(seed: 7)
        for _ in 0..<5000 {
            let typed = (0..<Int.random(in: 0...9, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            do {
                _ = try CommandParser().parse(typed)
            } catch {
                #expect(!error.problem.isEmpty && !error.nearest.isEmpty)
            }
        }
    }
}

struct CommandTextTests {
    @Test(arguments: [
        ("<@U1|ana> and <#C1|general>", "@U1 and #C1"),
        ("<!here> <!subteam^S1|@devs> <!date^1^{date}|today>", "@devs today"),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("&amp;lt;", "&lt;"),
        ("‘x’ — “y”…", "'x' - \"y\"..."),
        ("ｆｉｘ　＃７", "fix #7"),
    ])
    func `what Slack makes of typed text is undone once`(_ typed: String, _ plain: String) {
        #expect(CommandText.normalised(typed) == plain)
    }

    @Test func `edit distance counts a swap as one`() {
        #expect(editDistance("serach", "search") == 1)
        #expect(editDistance("", "why") == 3)
        #expect(editDistance("why", "why") == 0)
        #expect(editDistance("kitten", "sitting") == 3)
    }
}
