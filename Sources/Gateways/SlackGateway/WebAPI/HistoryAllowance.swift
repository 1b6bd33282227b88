package import FoundationEssentials
import Synchronization

/// Whether Slack serves `conversations.history` and `conversations.replies` in full, or in the cut of apps that are sold
/// outside its Marketplace: one call a minute and 15 messages a page (docs.slack.dev, changelog of 2025-05-29). Nothing
/// says so beforehand, so it is read off the answers.
package final class HistoryAllowance: Sendable {
    package struct Reduction: Sendable, Hashable {
        package var since: Date
        /// What gave it away.
        package var sign: String
    }

    static let reducedPage = 15
    /// After a day it is tried again in full: an app may have been let in meanwhile.
    private static let longestMemorySeconds: Double = 86_400

    private struct State {
        var reduction: Reduction?
        var shortPages = 0
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Date

    package init(now: @escaping @Sendable () -> Date = { Date() }) { self.now = now }

    /// `nil` while everything is served in full, as far as is known.
    package var reduction: Reduction? {
        let now = self.now()
        return self.state.withLock { state in
            if let since = state.reduction?.since, now.timeIntervalSince(since) > Self.longestMemorySeconds {
                state.reduction = nil
            }
            return state.reduction
        }
    }

    /// What App Home, `status` and `doctor` say about it; `nil` where there is nothing to say.
    package var notice: String? {
        self.reduction.map { reduction in
            "Slack serves channel history slowly (\(reduction.sign)): one page of \(Self.reducedPage) messages a minute. "
                + "It does so for apps that are distributed outside its Marketplace: use an app that your own workspace "
                + "created from our manifest, with public distribution off."
        }
    }

    static func concerns(_ method: SlackMethod) -> Bool { method == .history || method == .replies }

    /// Looks at a page that was asked for with `limit`.
    func observe(_ page: JSONValue, limit: Int?) {
        guard let limit, limit > Self.reducedPage else { return }
        let count = page["messages"].elements.count
        let isCut = page["has_more"].bool == true && (1...Self.reducedPage).contains(count)
        self.state.withLock { state in
            state.shortPages = isCut ? state.shortPages + 1 : 0
            // One page may be short by chance, but not at exactly the cut's size, and not two.
            guard isCut, count == Self.reducedPage || state.shortPages > 1 else { return }
            state.reduction = Reduction(since: self.now(), sign: "\(count) messages came where \(limit) were asked for")
        }
    }

    /// Looks at how long Slack wants a refused call to wait: about a minute means one call a minute.
    func observe(retryAfter seconds: Double) {
        guard (50...70).contains(seconds) else { return }
        self.state.withLock { state in
            state.reduction = Reduction(since: self.now(), sign: "it asked for \(Int(seconds)) s between two calls")
        }
    }
}
