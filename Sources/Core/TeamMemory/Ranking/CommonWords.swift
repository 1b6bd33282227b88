/// Words that tell little about a topic, so that sharing them is no sign of sharing one.
enum CommonWords {
    /// How much a term counts, before its rarity: 0 for words of grammar, 0.25 for words of every program, 1 else.
    static func weight(of term: String) -> Double {
        if term.utf8.count < 2 || Self.grammar.contains(term) { return 0 }
        return Self.programs.contains(term) ? 0.25 : 1
    }

    static func isGeneric(_ name: String) -> Bool { Self.programs.contains(name) || Self.grammar.contains(name) }

    private static let grammar: Set<String> = [
        "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "anybody", "anyone", "are", "as", "at",
        "be", "because", "been", "before", "being", "but", "by", "can", "could", "did", "do", "doe", "doing", "don",
        "ever",
        "for", "from", "get", "getting", "got", "had", "has", "have", "he", "here", "hi", "hello", "hey", "how", "i",
        "if",
        "in", "into", "is", "it", "its", "it's", "just", "know", "let", "like", "ll", "made", "make", "may", "me",
        "might",
        "my", "need", "no", "not", "now", "of", "ok", "on", "one", "only", "or", "our", "out", "over", "please", "re",
        "really", "same", "see", "she", "should", "so", "some", "someone", "still", "such", "than", "thank", "that",
        "the",
        "their", "them", "then", "there", "these", "they", "thing", "think", "this", "those", "though", "to", "too",
        "try",
        "up", "use", "used", "using", "ve", "very", "want", "was", "way", "we", "well", "were", "what", "when", "where",
        "which", "while", "who", "why", "will", "with", "without", "would", "yes", "you", "your",
    ]

    private static let programs: Set<String> = [
        "add", "app", "application", "arg", "array", "attacker", "base", "bug", "call", "change", "check", "class",
        "cli",
        "client", "cmd", "code", "command", "config", "content", "control", "controlled", "data", "default", "error",
        "exec",
        "execute", "fail", "field", "file", "find", "first", "fix", "flag", "flagged", "format", "found", "function",
        "give",
        "handle", "help", "id", "index", "info", "input", "instead", "into", "issue", "item", "key", "lead", "length",
        "line",
        "list", "load", "log", "main", "message", "method", "name", "new", "node", "null", "number", "object", "open",
        "option", "output", "page", "param", "parameter", "parse", "pass", "path", "print", "problem", "process",
        "project",
        "query", "question", "read", "remote", "remove", "request", "res", "response", "result", "return", "rule",
        "run",
        "safe", "safely", "save", "script", "security", "self", "semgrep", "send", "server", "service", "set", "show",
        "start", "str", "string", "system", "test", "text", "thread", "time", "tool", "true", "false", "none", "type",
        "unsafe", "insecure", "untrusted", "update", "url", "user", "val", "value", "var", "variable", "version",
        "vulnerability", "vulnerable", "work", "working", "write", "python", "javascript", "typescript", "java", "ruby",
        "go",
    ]
}
