package import HealingDomain

/// Guesses a language from how code looks, where nobody said. Each cue is worth points; a guess needs two, and more than
/// any other language has.
package enum LanguageGuess {
    private static let cues: [(Language, StaticString, Int)] = [
        (.python, "def ", 2), (.python, "import ", 1), (.python, "elif ", 2), (.python, "self.", 2),
        (.python, "None", 1), (.python, "True", 1), (.python, "False", 1), (.python, "except ", 2),
        (.python, "print(", 1), (.python, "yaml.", 2), (.python, "hashlib.", 3),
        (.python, "os.path", 2), (.python, "subprocess.", 3), (.python, "requests.", 2), (.python, "cursor.execute", 2),
        (.python, "pickle.", 3), (.python, " as f:", 2), (.python, "):\n", 2), (.python, "f\"", 1), (.python, "f'", 1),
        (.javascript, "const ", 2), (.javascript, "let ", 1), (.javascript, "var ", 1), (.javascript, "=> ", 2),
        (.javascript, "function ", 2), (.javascript, "require(", 2), (.javascript, "===", 2),
        (.javascript, "console.log", 3), (.javascript, "document.", 3), (.javascript, ".innerHTML", 3),
        (.javascript, ".textContent", 3), (.javascript, "await ", 1), (.javascript, "res.", 1),
        (.javascript, "undefined", 1), (.javascript, "module.exports", 3), (.javascript, "crypto.create", 2),
        (.typescript, ": string", 3), (.typescript, ": number", 3), (.typescript, "interface ", 2),
        (.typescript, ": any", 3), (.typescript, ": boolean", 3), (.typescript, "private readonly", 3),
        (.typescript, "import {", 1), (.typescript, "@Component", 3), (.typescript, "const ", 1),
        (.typescript, "=> ", 1),
        (.go, ":=", 2), (.go, "func ", 2), (.go, "fmt.", 3), (.go, "err != nil", 4), (.go, "package main", 3),
        (.go, "exec.Command", 2), (.go, "http.", 1), (.go, "sql.", 1), (.go, "nil", 1), (.go, "[]byte", 3),
        (.java, "public ", 2), (.java, "private ", 1), (.java, "new ", 1), (.java, "String ", 2), (.java, ";\n", 1),
        (.java, "System.out", 3), (.java, "@Override", 3), (.java, "MessageDigest", 3), (.java, "PreparedStatement", 3),
        (.java, "import java", 4), (.java, "throws ", 2), (.java, "final ", 1), (.java, "Runtime.getRuntime", 3),
        (.ruby, "end\n", 2), (.ruby, "\nend", 2), (.ruby, "puts ", 2), (.ruby, "do |", 3), (.ruby, ".each", 2),
        (.ruby, "require '", 2), (.ruby, "nil", 1), (.ruby, "#{", 2), (.ruby, "unless ", 2), (.ruby, "YAML.", 2),
        (.ruby, "params[:", 3), (.ruby, ".where(", 2), (.ruby, "Digest::", 3), (.ruby, "elsif ", 3), (.ruby, "def ", 1),
        (.php, "<?php", 5), (.php, "$_GET", 4), (.php, "$_POST", 4), (.php, "->", 1), (.php, "echo ", 2),
        (.rust, "let mut", 3), (.rust, "fn ", 2), (.rust, "::new(", 2), (.rust, ".unwrap()", 3), (.rust, "&str", 2),
        (.csharp, "using System", 4), (.csharp, "namespace ", 2), (.csharp, "Console.Write", 3), (.csharp, "var ", 1),
        (.swift, "guard let", 4), (.swift, "if let", 2), (.swift, "func ", 1), (.swift, "let ", 1), (.swift, "->", 1),
    ]

    package static func language(of code: String) -> Language? {
        let text = Array(code.utf8.prefix(4000)) + "\n".utf8
        var points: [Language: Int] = [:]
        for (language, cue, value) in Self.cues where text.contains(text: cue) { points[language, default: 0] += value }
        // TypeScript's own marks decide between it and JavaScript, whose marks it shares.
        if let typed = points[.typescript], typed >= 3 { points[.javascript] = nil }
        let ranked = points.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        guard let best = ranked.first, best.value >= 2 else { return nil }
        return ranked.count > 1 && ranked[1].value == best.value ? nil : best.key
    }
}
