import HTTPCalling
import Synchronization

/// Answers calls from a script, one after the other, and remembers them.
final class ScriptedCaller: HTTPCaller {
    private struct State {
        var answers: [Result<HTTPAnswer, HTTPFailure>]
        var calls: [HTTPCall] = []
    }

    private let state: Mutex<State>

    init(_ answers: [Result<HTTPAnswer, HTTPFailure>]) { self.state = Mutex(State(answers: answers)) }

    convenience init(_ answers: HTTPAnswer...) { self.init(answers.map { .success($0) }) }

    var calls: [HTTPCall] { self.state.withLock { $0.calls } }

    func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let answer = self.state.withLock { state in
            state.calls.append(call)
            return state.answers.isEmpty
                ? .failure(HTTPFailure(.broken, "the script is over")) : state.answers.removeFirst()
        }
        return try answer.get()
    }

    func download(_ call: HTTPCall, to path: String, limit: Int) async throws(HTTPFailure) -> HTTPAnswer {
        throw HTTPFailure(.broken, "nothing here downloads")
    }
}

extension HTTPAnswer {
    static func json(_ text: String, status: Int = 200, _ headers: KeyValuePairs<String, String> = [:]) -> HTTPAnswer {
        HTTPAnswer(status: status, headers: headers.map { HTTPField($0, $1) }, body: Array(text.utf8))
    }
}

/// The waits that somebody was asked for; nobody waits.
final class RecordedPauses: Sendable {
    private let seconds = Mutex<[Double]>([])
    var all: [Double] { self.seconds.withLock { $0 } }
    func pause(_ seconds: Double) { self.seconds.withLock { $0.append(seconds) } }
}

/// A clock that a test sets, in seconds since 1970.
final class MutableTime: Sendable {
    private let value: Mutex<Double>
    init(_ seconds: Double) { self.value = Mutex(seconds) }

    var seconds: Double {
        get { self.value.withLock { $0 } }
        set { self.value.withLock { $0 = newValue } }
    }
}
