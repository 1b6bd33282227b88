import Cryptography
import HTTPCalling
import Playground
import Testing

struct GitHubStandInTests {
    @Test func `a real git push makes a signed push webhook with the files of its commits`() async throws {
        try await TestBench.run { bench in
            let clone = bench.folder + "/clone"
            try await Git(bench.folder).run(["clone", "--quiet", bench.playground.address.cloneURL("acme/shop"), clone])
            let git = Git(clone)
            try await git.run(["checkout", "--quiet", "develop"])
            let before = try await git.text(["rev-parse", "HEAD"])
            let person = ["-c", "user.name=Tom Berger", "-c", "user.email=tom@acme.example"]
            try await git.run(person + ["cherry-pick", "origin/demo/push-1"])
            try await git.run(["push", "--quiet", "origin", "develop"])
            let after = try await git.text(["rev-parse", "HEAD"])

            let call = try #require(try await bench.bot.calls(to: "/github/webhooks", atLeast: 1).first)
            let body = try #require(call.body)
            let code = Hexadecimal.encode(HMACSHA256(key: "hub-secret").authenticate(body))
            #expect(call.value(of: "X-Hub-Signature-256") == "sha256=" + code)
            #expect(call.value(of: "X-GitHub-Event") == "push")
            #expect(call.value(of: "X-GitHub-Delivery")?.count == 36)
            let push = try #require(JSON(parsing: body))
            #expect(push["ref"] == "refs/heads/develop")
            #expect(push["before"]?.string == before)
            #expect(push["after"]?.string == after)
            #expect(push["forced"] == false)
            #expect(push["pusher"]?["name"] == "tom-berger")
            #expect(push["repository"]?["full_name"] == "acme/shop")
            let commit = try #require(push["commits"]?[0])
            #expect(commit["added"]?.strings.contains("shop/settings.py") == true)
            #expect(commit["modified"]?.strings == ["shop/products.py", "web/reviews.js"])
        }
    }

    @Test func `a large push arrives though git splits and compresses it`() async throws {
        try await TestBench.run { bench in
            let clone = bench.folder + "/clone"
            try await Git(bench.folder).run(["clone", "--quiet", bench.playground.address.cloneURL("acme/shop"), clone])
            let git = Git(clone)
            let noise = Base64.encode(RandomBytes.make(3 << 20))
            let blob = try await git.text(["hash-object", "-w", "--stdin"], input: Array(noise.utf8))
            let tree = try await git.text(["mktree"], input: Array("100644 blob \(blob)\tnoise.txt\n".utf8))
            let author = ["-c", "user.name=Tom", "-c", "user.email=tom@acme.example"]
            let commit = try await git.text(author + ["commit-tree", tree, "-m", "Noise"])
            try await git.run(["push", "--quiet", "origin", "\(commit):refs/heads/noise"])
            let branches = try await bench.playground.gitHub.repository("acme/shop").branches()
            #expect(branches["noise"] == commit)
        }
    }

    @Test func `a pull request made by REST changes its branch when it is merged`() async throws {
        try await TestBench.run { bench in
            let head = try await bench.branch("heal/1", "shop/stock.py", "def reserve():\n    return True\n")
            let opened = try await bench.gitHub(
                "POST", "/pulls", ["title": "Heal", "head": "heal/1", "base": "develop", "body": "Why"])
            #expect(opened.status == 201)
            let number = try #require(opened.body["number"]?.int)
            #expect(opened.body["head"]?["sha"]?.string == head)
            let files = try await bench.gitHub("GET", "/pulls/\(number)/files").body
            #expect(files[0]?["filename"] == "shop/stock.py")
            #expect(files[0]?["patch"]?.string?.contains("+def reserve():") == true)
            #expect(try await bench.gitHub("GET", "/pulls/\(number)").body["mergeable"] == true)

            let merged = try await bench.gitHub(
                "PUT", "/pulls/\(number)/merge", ["sha": .string(head), "merge_method": "squash"])
            #expect(merged.status == 200)
            #expect(try await bench.develop() == merged.body["sha"]?.string)
            let content = try await bench.get(
                "/github/api/v3/repos/acme/shop/contents/shop/stock.py?ref=develop",
                headers: TestBench.hub + [HTTPField("Accept", "application/vnd.github.raw")])
            #expect(content.text == "def reserve():\n    return True\n")

            let closed = try await bench.bot.calls(to: "/github/webhooks", atLeast: 1) {
                JSON(parsing: $0.body ?? [])?["action"] == "closed"
            }
            let event = try #require(closed.first.flatMap { JSON(parsing: $0.body ?? []) })
            #expect(event["pull_request"]?["merged"] == true)
            #expect(event["pull_request"]?["merge_commit_sha"] == merged.body["sha"])
            #expect(event["pull_request"]?["merged_by"]?["login"] == "codehealer-app")
        }
    }

    @Test func `a moved head, a draft and a conflict are not merged`() async throws {
        try await TestBench.run { bench in
            let head = try await bench.branch("heal/1", "shop/stock.py", "ours\n")
            let rival = try await bench.branch("heal/2", "shop/stock.py", "theirs\n")
            let draft = try await bench.gitHub(
                "POST", "/pulls", ["title": "Draft", "head": "heal/1", "base": "develop", "draft": true]
            ).body
            let other = try await bench.gitHub("POST", "/pulls", ["title": "B", "head": "heal/2", "base": "develop"])
                .body
            let (first, second) = (try #require(draft["number"]?.int), try #require(other["number"]?.int))
            let sha: JSON = ["sha": .string(head)]
            #expect(try await bench.gitHub("PUT", "/pulls/\(first)/merge", sha).status == 405)
            #expect(try await bench.gitHub("PUT", "/pulls/\(second)/merge", sha).status == 409)
            #expect(try await bench.gitHub("PUT", "/pulls/\(second)/merge", ["sha": .string(rival)]).status == 200)
            let ready = try await bench.post(
                "/github/api/graphql",
                [
                    "query":
                        "mutation($id:ID!){markPullRequestReadyForReview(input:{pullRequestId:$id}){pullRequest{isDraft}}}",
                    "variables": ["id": draft["node_id"] ?? nil],
                ], headers: TestBench.hub)
            #expect(ready.text.contains("\"isDraft\":false"))
            #expect(try await bench.gitHub("GET", "/pulls/\(first)").body["mergeable_state"] == "dirty")
            #expect(try await bench.gitHub("PUT", "/pulls/\(first)/merge", sha).status == 405)
        }
    }

    @Test func `a branch that moves by push moves the head of its pull request`() async throws {
        try await TestBench.run { bench in
            _ = try await bench.branch("heal/1", "shop/stock.py", "one\n")
            let pull = try await bench.gitHub("POST", "/pulls", ["title": "A", "head": "heal/1", "base": "develop"])
                .body
            let number = try #require(pull["number"]?.int)
            let moved = try await bench.branch("heal/other", "shop/stock.py", "two\n")
            let update = try await bench.gitHub(
                "PATCH", "/git/refs/heads/heal/1", ["sha": .string(moved), "force": true])
            #expect(update.status == 200)
            #expect(try await bench.gitHub("GET", "/pulls/\(number)").body["head"]?["sha"]?.string == moved)
            #expect(try await bench.gitHub("DELETE", "/git/refs/heads/heal/1").status == 204)
            #expect(try await bench.gitHub("GET", "/pulls/\(number)").body["state"] == "closed")
        }
    }

    @Test func `the story's open pull requests are there, one of them from a fork that only its owner writes to`()
        async throws
    {
        try await TestBench.run { bench in
            let own = try await bench.gitHub("GET", "/pulls/3").body
            #expect(own["state"] == "open" && own["changed_files"] == 1)
            #expect(own["head"]?["repo"]?["full_name"] == "acme/shop")
            let fork = try await bench.gitHub("GET", "/pulls/4").body
            #expect(fork["head"]?["repo"]?["full_name"] == "pixelwerk/shop")
            #expect(fork["maintainer_can_modify"] == false)
            let head = try #require(fork["head"]?["sha"]?.string)
            #expect(try await bench.gitHub("GET", "/contents/shop/banners.py?ref=\(head)").status == 200)
            let branch = "/github/api/v3/repos/pixelwerk/shop/git/ref/heads/campaign-banners"
            #expect(
                JSON(parsing: try await bench.get(branch, headers: TestBench.hub).body)?["object"]?["sha"]?.string
                    == head)
            let push = try await bench.post(
                "/github/api/v3/repos/pixelwerk/shop/git/refs", ["ref": "refs/heads/x", "sha": .string(head)],
                headers: TestBench.hub)
            #expect(push.status == 403)
        }
    }

    @Test func `a review is kept with its suggestions, on lines of the diff alone`() async throws {
        try await TestBench.run { bench in
            let head = try #require(try await bench.gitHub("GET", "/pulls/3").body["head"]?["sha"])
            func review(_ comment: JSON) async throws -> (status: Int, body: JSON) {
                try await bench.gitHub(
                    "POST", "/pulls/3/reviews",
                    ["commit_id": head, "event": "COMMENT", "body": "Look", "comments": [comment]])
            }
            let place: JSON = ["path": "shop/gift_cards.py", "side": "RIGHT", "body": "```suggestion\nx\n```"]
            let outside = try await review(place.merging(["line": 900]))
            #expect(outside.status == 422)
            #expect(outside.body["errors"]?[0]?.string?.contains("must be part of the diff") == true)
            #expect(try await review(place.merging(["line": 3, "start_line": 5])).status == 422)
            let taken = try await review(place.merging(["line": 5, "start_line": 3, "start_side": "RIGHT"]))
            #expect(taken.status == 200)
            let reviews = try await bench.gitHub("GET", "/pulls/3/reviews").body.array ?? []
            #expect(reviews.count == 1)
            let id = try #require(reviews[0]["id"]?.int)
            let comments = try await bench.gitHub("GET", "/pulls/3/reviews/\(id)/comments").body.array ?? []
            #expect(comments.map { $0["line"] } == [5])
            let page = try await bench.get("/github/acme/shop/pull/3")
            #expect(page.text.contains("data-test=\"suggestion\"") && page.text.contains("lines 3 to 5"))
        }
    }

    @Test func `refusals have GitHub's statuses and bodies`() async throws {
        try await TestBench.run { bench in
            let bare = try await bench.get("/github/api/v3/repos/acme/shop")
            #expect(bare.status == 401)
            #expect(JSON(parsing: bare.body)?["message"] == "Bad credentials")
            #expect(try await bench.gitHub("GET", "/contents/no/such/file.py").status == 404)
            #expect(try await bench.gitHub("GET", "/git/ref/heads/none").status == 404)
            #expect(try await bench.gitHub("GET", "/contents/--help?ref=--help").status == 404)
            let again = try await bench.gitHub(
                "POST", "/git/refs", ["ref": "refs/heads/develop", "sha": .string(try await bench.develop())])
            #expect(again.status == 422)
            #expect(again.body["message"] == "Reference already exists")
            let climbing: JSON = ["path": "../../etc/passwd", "mode": "100644", "type": "blob", "content": "x"]
            #expect(try await bench.gitHub("POST", "/git/trees", ["tree": [climbing]]).status == 422)
        }
    }

    @Test func `the story's merged pull requests are real, and Dana's is told to the bot`() async throws {
        try await TestBench.run { bench in
            let files = try await bench.gitHub("GET", "/pulls/1/files").body
            #expect(files[0]?["patch"]?.string?.contains("WHERE email = ?") == true)
            let pull = try await bench.gitHub("GET", "/pulls/1").body
            #expect(pull["merged"] == true)
            #expect(pull["merge_commit_sha"]?.string?.count == 40)
            try await bench.playground.introduceBot()
            let events = try await bench.bot.calls(to: "/github/webhooks", atLeast: 1)
            let event = try #require(events.first.flatMap { JSON(parsing: $0.body ?? []) })
            #expect(event["number"] == 2)
            #expect(event["pull_request"]?["merged_by"]?["login"] == "maya-okafor")
        }
    }
}

extension HTTPCall {
    func value(of name: String) -> String? { self.headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}
