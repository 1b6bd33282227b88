import FoundationEssentials
import HTTPCalling
import Playground
import Subprocess
import Testing

struct PageTests {
    @Test func `the page allows scripts and styles of its own only`() async throws {
        try await TestBench.run { bench in
            let page = try await bench.get("/")
            #expect(page.status == 200)
            #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
            #expect(page.text.contains(bench.playground.address.cloneURL("acme/shop")))
            #expect(!page.text.contains("onclick"))
            #expect(try await bench.get("/page/page.js").header("Content-Type")?.hasPrefix("text/javascript") == true)
            #expect(try await bench.get("/page/..%2fStory%2fpeople.json").status == 404)
        }
    }

    @Test func `a page of another site cannot act by a form`() async throws {
        try await TestBench.run { bench in
            let call = HTTPCall(
                "POST", bench.playground.address.url + "/play/push",
                headers: [HTTPField("Content-Type", "text/plain")], body: Array(#"{"number":1}"#.utf8))
            let answer = try await CurlCaller().call(call)
            #expect(answer.status == 400)
        }
    }

    @Test func `hostile words are shown as words in a browser`() async throws {
        try await TestBench.run { bench in
            let hostile = "<img src=x id=planted> <script id=planted2>1</script> javascript:alert(1)"
            let body: JSON = [
                "as": .string(StoryBook.author), "channel": .string(StoryBook.channel), "text": .string(hostile),
            ]
            #expect(try await bench.post("/play/message", body).status == 200)
            let raw: JSON = ["channel": .string(StoryBook.channel), "text": "<javascript:alert(1)|planted3>"]
            #expect(try await bench.slack("chat.postMessage", raw)["ok"] == true)
            let result = try await Subprocess.run(
                .name("chromium"),
                arguments: [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                    "--user-data-dir=\(bench.folder)/chromium", "--virtual-time-budget=4000", "--dump-dom",
                    bench.playground.address.url + "/",
                ], output: .string(limit: 8 << 20), error: .discarded)
            let dom = result.standardOutput
            #expect(dom.contains("&lt;img src=x id=planted&gt;"))
            #expect(!dom.contains("<img"))
            #expect(!dom.contains("<script id"))
            #expect(!dom.lowercased().contains("href=\"javascript"))
            #expect(dom.contains("planted3"))
        }
    }

    @Test func `the demo commit is pushed by the button, once`() async throws {
        try await TestBench.run { bench in
            let before = try await bench.develop()
            let first = try await bench.post("/play/push", ["number": 1])
            let second = try await bench.post("/play/push", ["number": 1])
            #expect(first.status == 200)
            #expect(first.body == second.body)
            #expect(try await bench.develop() != before)
            let pushes = try await bench.bot.calls(to: "/github/webhooks", atLeast: 1)
            #expect(pushes.count == 1)
        }
    }
}
