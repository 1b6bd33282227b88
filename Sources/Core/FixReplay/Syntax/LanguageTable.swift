import HealingDomain

/// What the lexer must know about a language. No grammar: comments, strings, keywords, and what a line end means.
struct LanguageTable: Sendable {
    enum Family: Sendable { case python, javascript, java, go, ruby, swift, csharp, php, rust, yaml, generic }
    enum Interpolation: Sendable { case none, pythonBrace, dollarBrace, hashBrace, backslashParenthesis }

    var family: Family
    var lineComments: [[UInt8]]
    var blockComments = true
    var nestedComments = false
    /// A line end outside round and square brackets ends a statement.
    var lineOriented: Bool
    /// Blocks are made by indentation.
    var indented = false
    var keywords: Set<String>
    /// Keywords that are values: they stand where an operand stands, and never become holes.
    var constants: Set<String> = ["true", "false", "null", "nil", "None", "True", "False", "undefined"]

    /// Imports of these languages are understood.
    var knowsImports: Bool {
        switch self.family {
        case .python, .javascript, .java, .go, .php, .rust, .csharp: true
        default: false
        }
    }

    static func of(_ language: Language) -> LanguageTable { Self.tables[language] ?? Self.generic }

    private static let slashes: [[UInt8]] = [Array("//".utf8)]
    private static let hash: [[UInt8]] = [Array("#".utf8)]

    private static let tables: [Language: LanguageTable] = [
        .python: LanguageTable(
            family: .python, lineComments: Self.hash, blockComments: false, lineOriented: true, indented: true,
            keywords: Self.words(
                """
                and as assert async await break class continue def del elif else except finally for from global if import in \
                is lambda nonlocal not or pass raise return try while with yield None True False
                """)),
        .javascript: Self.script, .typescript: Self.script,
        .java: LanguageTable(
            family: .java, lineComments: Self.slashes, lineOriented: false,
            keywords: Self.words(
                """
                abstract assert break case catch class continue default do else enum extends final finally for if implements \
                import instanceof interface native new package private protected public return static super switch \
                synchronized this throw throws transient try volatile while null true false
                """)),
        .go: LanguageTable(
            family: .go, lineComments: Self.slashes, lineOriented: true,
            keywords: Self.words(
                """
                break case chan const continue default defer else fallthrough for func go goto if import interface map package \
                range return select struct switch type var nil true false
                """)),
        .ruby: LanguageTable(
            family: .ruby, lineComments: Self.hash, blockComments: false, lineOriented: true,
            keywords: Self.words(
                """
                alias and begin break case class def defined? do else elsif end ensure for if in module next nil not or redo \
                rescue retry return self super then true false undef unless until when while yield
                """)),
        .swift: LanguageTable(
            family: .swift, lineComments: Self.slashes, nestedComments: true, lineOriented: true,
            keywords: Self.words(
                """
                actor as associatedtype async await break case catch class continue default defer deinit do else enum \
                extension fallthrough fileprivate for func guard if import in init inout internal is let nil open operator \
                private protocol public repeat rethrows return self Self static struct subscript super switch throw throws try \
                typealias var where while true false
                """)),
        .csharp: LanguageTable(
            family: .csharp, lineComments: Self.slashes, lineOriented: false,
            keywords: Self.words(
                """
                abstract as async await base break case catch class const continue default delegate do else enum event explicit \
                extern finally fixed for foreach goto if implicit in interface internal is lock namespace new null operator out \
                override params private protected public readonly ref return sealed sizeof stackalloc static struct switch this \
                throw try typeof unchecked unsafe using var virtual void volatile while true false
                """)),
        .php: LanguageTable(
            family: .php, lineComments: Self.slashes + Self.hash, lineOriented: false,
            keywords: Self.words(
                """
                abstract and as break case catch class clone const continue declare default do echo else elseif enddeclare \
                endfor endforeach endif endswitch endwhile enum extends final finally fn for foreach function global goto if \
                implements include include_once instanceof insteadof interface match namespace new or print private protected \
                public readonly require require_once return static switch throw trait try use var while xor yield null true \
                false
                """)),
        .rust: LanguageTable(
            family: .rust, lineComments: Self.slashes, nestedComments: true, lineOriented: false,
            keywords: Self.words(
                """
                as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut \
                pub ref return self Self static struct super trait type unsafe use where while true false
                """)),
        .yaml: LanguageTable(
            family: .yaml, lineComments: Self.hash, blockComments: false, lineOriented: true, keywords: []),
    ]

    private static let script = LanguageTable(
        family: .javascript, lineComments: slashes, lineOriented: true,
        keywords: words(
            """
            async await break case catch class const continue debugger default delete do else enum export extends finally for \
            function if implements import in instanceof interface let new of private protected public return static super \
            switch this throw try typeof var void while with yield null true false undefined
            """))

    private static let generic = LanguageTable(
        family: .generic, lineComments: slashes, lineOriented: false,
        keywords: words(
            """
            break case catch class const continue default do else enum extern for goto if import new private protected public \
            return sizeof static struct switch this throw try typedef union using virtual void while null nullptr NULL true \
            false
            """))

    private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }
}
