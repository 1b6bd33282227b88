import FoundationEssentials
import HealingDomain
import HealingTesting
import TeamMemory
import Testing

/// A channel of solved and unsolved threads, and the findings that they answer or do not.
struct RankingTests {
    private static let threads: [String: [String]] = [
        "yaml": [
            "ada: Semgrep complains about `yaml.load(f)` in our config reader, arbitrary code execution it says. How do we do this?",
            "grace: use `yaml.safe_load(f)` instead of `yaml.load(f)`, it only builds plain values",
            "ada: thanks, that worked",
        ],
        "sql": [
            "ada: security review says SQL injection in the orders lookup\n```cursor.execute(\"SELECT * FROM orders WHERE id = %s\" % order_id)```",
            "grace: never format the query, let the driver bind it:\n```cursor.execute(\"SELECT * FROM orders WHERE id = %s\", (order_id,))```",
            "ada: perfect, works now",
        ],
        "shell": [
            "ada: bandit flags `subprocess.call(cmd, shell=True)` in the deploy job, command injection",
            "grace: pass a list: before `subprocess.call(\"tar xf \" + name, shell=True)` after `subprocess.call([\"tar\", \"xf\", name])`",
            "ada: fixed it like that",
        ],
        "hash": [
            "ada: our token digests use md5, reviewer says weak hash",
            "grace: `hashlib.md5(data)` -> `hashlib.sha256(data)` and migrate the old ones", "ada: done, thanks",
        ],
        "tls": [
            "ada: getting SSL errors against the partner API so I put `requests.get(url, verify=False)`, is that ok?",
            "grace: no! ship their CA bundle: `requests.get(url, verify=\"/etc/ssl/partner.pem\")`",
            "ada: ok thanks, works",
        ],
        "xss": [
            "ada: XSS report: `el.innerHTML = comment.text` on the review page",
            "grace: `el.innerHTML = comment.text` should be `el.textContent = comment.text` unless you need markup",
            "ada: that fixed it",
        ],
        "path": [
            "ada: path traversal in downloads, `open(os.path.join(BASE, name))` takes ../",
            "grace: resolve and compare:\n```path = os.path.realpath(os.path.join(BASE, name))\nif not path.startswith(BASE): raise ValueError(name)```",
            "ada: works, thanks",
        ],
        "docker": [
            "ada: docker build is slow since Monday, anyone?", "grace: the cache was pruned, it warms up again",
            "ada: thanks",
        ],
        "standup": ["ada: can we move standup to 10?", "grace: fine with me", "joan: ok for me too"],
        "node": [
            "ada: upgrade to node 22 breaks our tests, the runner cannot load modules",
            "grace: set type module in package.json",
            "ada: that did it",
        ],
        "database": [
            "ada: the orders database is slow, query takes 4 seconds on users table",
            "grace: add an index on created_at",
            "ada: much faster, thanks",
        ],
        "password": [
            "ada: where do I find the staging database password?", "grace: vault, path secret/staging",
            "ada: found it, thanks",
        ],
    ]

    private static let queries: [(thread: String, query: MemoryQuery)] = [
        (
            "yaml",
            MemoryQuery(
                text:
                    "yaml.load without a safe loader can run code from the file. INSECURE_DESERIALIZATION python.unsafe-yaml-load",
                code: "    settings = yaml.load(stream)", language: .python)
        ),
        (
            "sql",
            MemoryQuery(
                text:
                    "SQL built by string formatting lets input change the query. SQL_INJECTION python.sql-string-format",
                code: "    cur.execute(\"SELECT name FROM users WHERE email = '%s'\" % email)", language: .python)
        ),
        (
            "shell",
            MemoryQuery(
                text:
                    "A shell runs this command; input in it can run others. COMMAND_INJECTION python.subprocess-shell",
                code: "    subprocess.run(\"convert \" + path, shell=True)", language: .python)
        ),
        (
            "hash",
            MemoryQuery(
                text: "MD5 is broken; do not use it for security. WEAK_HASH python.weak-hash",
                code: "    return hashlib.md5(password.encode()).hexdigest()", language: .python)
        ),
        (
            "tls",
            MemoryQuery(
                text: "Certificate verification is off. INSECURE_TLS python.requests-verify-false",
                code: "    r = requests.post(endpoint, json=body, verify=False)", language: .python)
        ),
        (
            "xss",
            MemoryQuery(
                text: "Assigning untrusted text to innerHTML runs scripts in it. XSS javascript.inner-html",
                code: "  box.innerHTML = user.bio;", language: .javascript)
        ),
        (
            "path",
            MemoryQuery(
                text: "Joining user input to a path can leave the folder. PATH_TRAVERSAL python.path-join",
                code: "    return send_file(os.path.join(UPLOADS, filename))", language: .python)
        ),
    ]

    /// Findings that no thread of the channel is about.
    private static let strangers = [
        MemoryQuery(
            text: "A secret is written into the code. HARDCODED_SECRET python.hardcoded-secret",
            code: "STRIPE_KEY = \"sk_live_x\"", language: .python),
        MemoryQuery(
            text: "random is predictable; use secrets for tokens. WEAK_RANDOM python.weak-random",
            code: "    token = random.randint(0, 999999)", language: .python),
        MemoryQuery(
            text: "XML parser resolves external entities. XXE java.xxe",
            code: "DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();", language: .java),
        MemoryQuery(
            text: "eval runs code from its text. CODE_INJECTION javascript.eval",
            code: "const v = eval(req.query.expr)",
            language: .javascript),
        MemoryQuery(
            text: "yaml.dump of an object writes python tags. python.yaml-dump", code: "yaml.dump(data, out)",
            language: .python),
        MemoryQuery(
            text: "redirect to a user supplied url. OPEN_REDIRECT python.open-redirect",
            code: "    return redirect(request.args.get(\"next\"))", language: .python),
        MemoryQuery(
            text: "Cookie is set without the secure flag. INSECURE_COOKIE", code: "res.cookie('sid', id)",
            language: .javascript),
    ]

    private static func hits(_ query: MemoryQuery, leavingOut: String? = nil) async throws -> [ThreadHit] {
        let documents = Self.threads.filter { $0.key != leavingOut }.enumerated().compactMap { index, thread in
            read(thread.value, channel: .sample(id: ChannelID("C-" + thread.key)))
        }
        let ranking = RankingQuery(query)
        let terms = documents.map { DocumentTerms($0) }
        let held = terms.map { Set($0.prose + $0.code) }
        let statistics = CorpusStatistics(
            documents: documents.count,
            averageLength: Double(terms.map { $0.prose.count + $0.code.count }.reduce(0, +)) / Double(documents.count),
            frequencies: Dictionary(
                uniqueKeysWithValues: ranking.terms.map { term in (term, held.count { $0.contains(term) }) }))
        let embedder = HashingTextEmbedder()
        let wanted = try await embedder.embed([query.passage], as: .query)[0]
        let vectors = try await embedder.embed(documents.map(\.passage), as: .passage)
        let candidates = zip(documents, zip(terms, vectors)).map { document, known in
            RankingCandidate(document: document, terms: known.0, similarity: cosine(wanted, known.1))
        }
        return ThreadRanker(query: ranking, statistics: statistics, now: .sample).rank(candidates, limit: 20)
    }

    @Test(arguments: Self.queries.indices)
    func `the thread that answers a finding scores high, every other low`(_ index: Int) async throws {
        let (thread, query) = Self.queries[index]
        let hits = try await Self.hits(query)
        let best = try #require(hits.first)
        #expect(best.document.reference.channel.rawValue == "C-" + thread)
        #expect(best.score >= 0.6)
        #expect(hits.dropFirst().allSatisfy { $0.score < 0.35 })
    }

    @Test(arguments: Self.queries.indices)
    func `without its thread a finding finds nothing worth showing`(_ index: Int) async throws {
        let (thread, query) = Self.queries[index]
        let hits = try await Self.hits(query, leavingOut: thread)
        #expect(hits.allSatisfy { $0.score < 0.35 })
    }

    @Test(arguments: Self.strangers.indices)
    func `a finding that nobody talked about finds nothing worth showing`(_ index: Int) async throws {
        let hits = try await Self.hits(Self.strangers[index])
        #expect(hits.allSatisfy { $0.score < 0.35 })
    }

    @Test func `being solved, with merged code and in the language counts for a thread`() async throws {
        let query = RankingQuery(Self.queries[0].query)
        let statistics = CorpusStatistics(
            documents: 1, averageLength: 30, frequencies: ["yaml.load": 1, "yaml": 1, "load": 1])
        func score(_ document: ThreadDocument) -> Double {
            let candidate = RankingCandidate(document: document, terms: DocumentTerms(document), similarity: nil)
            return ThreadRanker(query: query, statistics: statistics, now: .sample).rank([candidate], limit: 1)[0].score
        }
        let solved = score(.sample())
        #expect(solved > score(.sample(resolution: nil)))
        #expect(score(.sample(resolution: .mergedPullRequest)) > solved)
        #expect(solved > score(.sample(lastActivity: .sample.addingTimeInterval(-3000 * Date.day))))
        let ruby = CodeSnippet(language: .ruby, code: "yaml.load(f)")
        #expect(solved > score(.sample(snippets: [ruby], pairs: [])))
    }

    @Test func `vectors are of unit length, equal for equal texts, and of nothing for no text`() async throws {
        let embedder = HashingTextEmbedder()
        let vectors = try await embedder.embed(["yaml.load(f)", "yaml.load(f)", "", "lunch on Friday"], as: .passage)
        #expect(vectors.allSatisfy { $0.count == embedder.dimension })
        #expect(abs(cosine(vectors[0], vectors[0]) - 1) < 0.001)
        #expect(vectors[0] == vectors[1])
        #expect(vectors[2].allSatisfy { $0 == 0 })
        #expect(abs(cosine(vectors[0], vectors[3])) < 0.3)
        #expect(cosine(vectors[0], [1]) == 0)
    }

    @Test func `what several rankings agree on comes first`() {
        #expect(ScoreFusion.reciprocalRank([[1, 2, 3], [2, 4, 1]]) == [2, 1, 4, 3])
        #expect(ScoreFusion.reciprocalRank([[Int]]()).isEmpty)
    }
}
