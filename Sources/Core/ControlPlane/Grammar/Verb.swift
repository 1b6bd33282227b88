/// The words that start an instruction, in the order in which help shows them.
package enum Verb: String, Sendable, CaseIterable {
    case why, fix, search, status, stats, save, mine, forget, subscribe, unsubscribe, subscriptions, mute, unmute, link
    case help

    /// Also understood: the callback id of the shortcut that saves a thread.
    static let synonyms: [String: Verb] = ["save_fix": .save, "?": .help]

    /// The form that help shows.
    package var usage: String {
        switch self {
        case .why: "why [pull request | finding | link | file:line | words]"
        case .fix: "fix <pull request | finding>"
        case .search: "search <words>"
        case .status: "status"
        case .stats: "stats [7d | 30d | month | 2026-10 | all]"
        case .save: "save"
        case .mine: "mine [#channel]"
        case .forget: "forget <thread link | @person | me>"
        case .subscribe: "subscribe <owner/repository> [branch] [low | medium | high | critical]"
        case .unsubscribe: "unsubscribe <owner/repository>"
        case .subscriptions: "subscriptions"
        case .mute: "mute <rule | path> [in owner/repository] [because …]"
        case .unmute: "unmute [rule | path]"
        case .link: "link [GitHub login] [gist link]"
        case .help: "help [command]"
        }
    }

    package var summary: String {
        switch self {
        case .why:
            "what was found, where the fix comes from, how sure I am and who decided; alone: the latest card here"
        case .fix: "look at a pull request and propose fixes for its branch, or ask again about a finding"
        case .search: "what this team already said about something"
        case .status: "whether everything is connected, and what waits for an answer"
        case .stats: "what was found, fixed and rejected, by whom it was solved and how long it took"
        case .save: "inside a thread: it holds a fix that worked; once more takes that back"
        case .mine: "read a channel's past into my memory"
        case .forget: "take a thread, or what a person said, out of my memory"
        case .subscribe: "this channel gets the cards of a repository"
        case .unsubscribe: "this channel no longer does"
        case .subscriptions: "who gets which cards, and what is muted"
        case .mute: "stop cards of a rule, or of files; they are still recorded"
        case .unmute: "tell of them again; alone: what is muted"
        case .link: "prove which GitHub account is yours; alone: which one I know"
        case .help: "this list, or one command explained"
        }
    }

    package var examples: [String] {
        switch self {
        case .why: ["why", "why #12", "why acme/shop#12", "why a1b2c3d4", "why db/orders.py:42", "why yaml load"]
        case .fix: ["fix acme/shop#12", "fix #12", "fix a1b2c3d4"]
        case .search: ["search requests verify false"]
        case .status: ["status"]
        case .stats: ["stats", "stats 7d", "stats 2026-10"]
        case .save: ["save"]
        case .mine: ["mine"]
        case .forget: ["forget me", "forget https://acme.slack.com/archives/C123/p1700000000123456"]
        case .subscribe: ["subscribe acme/shop", "subscribe acme/shop main high"]
        case .unsubscribe: ["unsubscribe acme/shop"]
        case .subscriptions: ["subscriptions"]
        case .mute: ["mute tests/", "mute python.weak-hash in acme/shop because it is only a cache key"]
        case .unmute: ["unmute", "unmute tests/"]
        case .link: ["link", "link ada", "link ada https://gist.github.com/ada/0123456789abcdef"]
        case .help: ["help", "help why"]
        }
    }

    /// Guests read what their channel may read, and change nothing.
    package var isForGuests: Bool {
        switch self {
        case .why, .search, .status, .help: true
        default: false
        }
    }
}
