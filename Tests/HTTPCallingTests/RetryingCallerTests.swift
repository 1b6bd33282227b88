import HTTPCalling
import Synchronization
import Testing

/// Answers from a list, and remembers what was asked and how long the waits were.
private final class Script: HTTPCaller {
    private let answers: Mutex<[Result<HTTPAnswer, HTTPFailure>]>
    private let log = Mutex<(calls: Int, waits: [Double])>((0, []))

    init(_ answers: Result<HTTPAnswer, HTTPFailure>...) { self.answers = Mutex(answers) }

    var calls: Int { self.log.withLock { $0.calls } }
    var waits: [Double] { self.log.withLock { $0.waits } }
    func wait(_ seconds: Double) { self.log.withLock { $0.waits.append(seconds) } }

    func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        self.log.withLock { $0.calls += 1 }
        let next = self.answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let next else { throw HTTPFailure(.badURL, "the script is over") }
        return try next.get()
    }

    func retrying(_ policy: RetryPolicy = RetryPolicy(), chance: Double = 1) -> RetryingCaller {
        RetryingCaller(self, policy: policy, sleep: { self.wait($0) }, chance: { chance })
    }
}

struct RetryingCallerTests {
    private let busy = Result<HTTPAnswer, HTTPFailure>.success(HTTPAnswer(status: 503))
    private let fine = Result<HTTPAnswer, HTTPFailure>.success(HTTPAnswer(status: 200))
    private let lost = Result<HTTPAnswer, HTTPFailure>.failure(HTTPFailure(.broken, "reset"))
    private let get = HTTPCall("GET", "http://127.0.0.1/")

    @Test func `what may pass is tried again, with doubling waits`() async throws {
        let script = Script(self.busy, self.lost, self.fine)
        #expect(try await script.retrying().call(self.get).status == 200)
        #expect(script.waits == [0.5, 1])
    }

    @Test func `chance shortens a wait by half at most`() async throws {
        let script = Script(self.busy, self.busy, self.fine)
        #expect(try await script.retrying(chance: 0).call(self.get).status == 200)
        #expect(script.waits == [0.25, 0.5])
    }

    @Test func `the last attempt's answer or failure is the result`() async throws {
        let busy = Script(self.busy, self.busy, self.busy, self.fine)
        #expect(try await busy.retrying().call(self.get).status == 503)
        #expect(busy.calls == 3)
        let lost = Script(self.lost, self.lost, self.lost)
        #expect(await failure { try await lost.retrying().call(self.get) }?.kind == .broken)
        #expect(lost.calls == 3)
    }

    @Test func `waits never grow beyond the longest`() async throws {
        let script = Script(self.busy, self.busy, self.busy, self.busy, self.fine)
        let policy = RetryPolicy(attempts: 5, firstDelaySeconds: 10, longestDelaySeconds: 15)
        #expect(try await script.retrying(policy).call(self.get).status == 200)
        #expect(script.waits == [10, 15, 15, 15])
    }

    @Test(arguments: ["POST", "PATCH", "CONNECT"])
    func `a method that may do its work twice is not repeated unless told`(method: String) async throws {
        let once = Script(self.busy, self.fine)
        #expect(try await once.retrying().call(HTTPCall(method, "http://127.0.0.1/")).status == 503)
        let twice = Script(self.busy, self.fine)
        let policy = RetryPolicy(repeatsUnsafeMethods: true)
        #expect(try await twice.retrying(policy).call(HTTPCall(method, "http://127.0.0.1/")).status == 200)
    }

    @Test(arguments: [400, 401, 404, 500])
    func `an answer that will not change is final`(status: Int) async throws {
        let script = Script(.success(HTTPAnswer(status: status)), self.fine)
        #expect(try await script.retrying().call(self.get).status == status)
    }

    @Test(arguments: [HTTPFailure.Kind.badURL, .cancelled, .answerTooLarge, .tls])
    func `a failure that will not pass is final`(kind: HTTPFailure.Kind) async {
        let script = Script(.failure(HTTPFailure(kind, "no")), self.fine)
        #expect(await failure { try await script.retrying().call(self.get) }?.kind == kind)
        #expect(script.calls == 1)
    }

    @Test func `the other side's wish for a wait is honoured up to the longest wait`() async throws {
        let headers = [HTTPField("Retry-After", "7")]
        let script = Script(.success(HTTPAnswer(status: 429, headers: headers)), self.fine)
        #expect(try await script.retrying().call(self.get).status == 200)
        #expect(script.waits == [7])
        let longer = Script(.success(HTTPAnswer(status: 429, headers: [HTTPField("Retry-After", "31")])), self.fine)
        #expect(try await longer.retrying().call(self.get).status == 429)
        #expect(longer.waits.isEmpty)
    }

    @Test func `a cancelled wait ends the call`() async {
        let script = Script(self.busy, self.fine)
        let caller = RetryingCaller(script, sleep: { _ in throw CancellationError() }, chance: { 0 })
        #expect(await failure { try await caller.call(self.get) }?.kind == .cancelled)
    }

    @Test func `any number of attempts keeps its arithmetic`() async throws {
        let script = Script(self.fine)
        let policy = RetryPolicy(attempts: 0, firstDelaySeconds: .greatestFiniteMagnitude)
        #expect(try await script.retrying(policy).call(self.get).status == 200)
    }
}
