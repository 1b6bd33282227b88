import HealingDomain

/// Why a kind of defect matters, in plain words: what somebody can do with it, or what goes wrong.
enum WeaknessImpact {
    /// By the issue type, else by the weakness (CWE), else by how bad it is.
    static func words(for finding: Finding) -> String {
        self.byType[finding.issueType.rawValue.uppercased()] ?? finding.cwe.flatMap { self.byWeakness[$0.uppercased()] }
            ?? self.bySeverity(finding.severity)
    }

    private static func bySeverity(_ severity: Severity) -> String {
        switch severity {
        case .critical: "Somebody outside can probably use this to read, change or take over what is not theirs."
        case .high: "It can probably be used against the people or the data that this code serves."
        case .medium: "It weakens a protection, or fails in a case that will come up."
        case .low: "It works today and is likely to surprise whoever changes it next."
        }
    }

    private static let byType: [String: String] = [
        "SQL_INJECTION":
            "Whoever sends the input can read, change or delete any row that the database user may, and often log in without a password.",
        "NOSQL_INJECTION":
            "The input can carry query operators, so a login or a filter can be made to match everything.",
        "LDAP_INJECTION": "The input can widen the directory query, so that a login matches somebody else's entry.",
        "XPATH_INJECTION": "The input can rewrite the query and read parts of the document that were not meant for it.",
        "COMMAND_INJECTION": "The input reaches a shell, so its sender runs commands on the machine as this program.",
        "CODE_INJECTION": "The input is run as code, so its sender does whatever this program can.",
        "TEMPLATE_INJECTION":
            "The input becomes part of a template, and templates can often reach into the server and run code.",
        "UNSAFE_DESERIALIZATION": "A crafted file or message makes loading it run code of its sender's choice.",
        "INSECURE_DESERIALIZATION": "A crafted file or message makes loading it run code of its sender's choice.",
        "PATH_TRAVERSAL":
            "A name with `..` in it reaches files outside the folder: secrets to read, or programs to replace.",
        "XSS":
            "A stranger's script runs in other people's browsers as your site: it can act as them and read what they see.",
        "CSRF": "Another site can make a signed-in person's browser do this without their knowing.",
        "CORS": "Other sites may read answers that were meant for a signed-in person on yours.",
        "SSRF":
            "The server fetches addresses of a stranger's choice, including internal ones and the cloud's credentials.",
        "OPEN_REDIRECT": "A link that looks like yours leads anywhere, which makes phishing look genuine.",
        "HOST_HEADER": "A forged Host header ends up in links, such as those that reset a password.",
        "XXE": "A crafted XML document can read local files and reach internal addresses.",
        "XML_BOMB": "A few kilobytes of XML can grow to gigabytes and stop the service.",
        "REGEX_INJECTION": "The input becomes a pattern, and some patterns take the processor for minutes.",
        "LOG_INJECTION": "The input can forge lines of the log, which hides what really happened.",
        "MASS_ASSIGNMENT":
            "A request can set fields nobody meant to offer, such as the one that makes somebody an administrator.",
        "PROTOTYPE_POLLUTION": "The input can change what every object of the program inherits, up to running code.",
        "POST_MESSAGE_ORIGIN": "Any page can talk to this one, and is believed.",
        "HARDCODED_SECRET":
            "Everybody who can read the code, now or in its history, has this key. It has to be replaced, not only removed.",
        "WEAK_HASH": "Two texts with the same hash can be made, or a stolen hash turned back into its password.",
        "WEAK_CIPHER": "What is encrypted so can be read or changed by somebody determined.",
        "WEAK_KEY": "The key is short enough to be found by trying.",
        "WEAK_RANDOM": "The next value can be guessed from earlier ones: tokens, codes and passwords with it.",
        "WEAK_TLS": "An old protocol lets somebody on the way read or change what is sent.",
        "CERTIFICATE_CHECK_OFF":
            "Anybody on the way can pose as the other side, then read and change all that is sent, passwords included.",
        "HOST_KEY_CHECK_OFF": "Anybody on the way can pose as the server and take over the session.",
        "CLEAR_TEXT_TRAFFIC": "Everybody on the way can read and change what is sent.",
        "UNVERIFIED_TOKEN": "Anybody can write a token that says they are somebody else, and it is believed.",
        "INSECURE_COOKIE": "The session can be read by a script or sent unencrypted, and whoever has it is signed in.",
        "TIMING_ATTACK": "How long the comparison takes tells, byte by byte, what the secret is.",
        "DEBUG_MODE": "Errors show code and settings to strangers, and some debuggers let them run code.",
        "LOOSE_PERMISSIONS": "Other users of the machine can read or replace the file.",
        "INSECURE_TEMPORARY_FILE": "Another user of the machine can put their own file there first, and it is used.",
        "ASSERT_AS_GUARD": "Asserts vanish when Python runs with -O, and the check with them.",
        "ASSERT_ALWAYS_TRUE": "The check can never fail, so it protects nothing.",
        "SWALLOWED_ERROR": "The error is gone without a trace: the program goes on wrongly, and nobody will know why.",
        "IGNORED_ERROR": "The error is thrown away, and the code goes on as if all were well.",
        "UNAWAITED_PROMISE": "Nobody waits for it, so its error is lost and what follows may run first.",
        "MISSING_TIMEOUT": "If the other side hangs, so does this, and soon every worker with it.",
        "BLOCKED_EVENT_LOOP": "While this runs, the program answers nobody else.",
        "MUTABLE_DEFAULT": "All calls share one object, so one caller's data turns up in another's.",
        "IDENTITY_COMPARISON": "It compares whether two things are the same object, which for equal values is luck.",
        "NONE_COMPARISON": "An object that defines its own equality can make this come out wrong.",
        "NAN_COMPARISON": "NaN equals nothing, itself included, so this never holds.",
        "ASSIGNMENT_IN_CONDITION": "It assigns where it should compare: the branch is always, or never, taken.",
        "WRONG_RETURN_VALUE": "A return here hides an error or replaces the result, whatever happened before.",
        "DEFER_IN_LOOP": "Nothing is released until the function ends, so handles or locks run out.",
        "COPIED_LOCK": "The copy protects nothing: two threads get in at once.",
    ]

    private static let byWeakness: [String: String] = [
        "CWE-22": "PATH_TRAVERSAL", "CWE-77": "COMMAND_INJECTION", "CWE-78": "COMMAND_INJECTION", "CWE-79": "XSS",
        "CWE-89": "SQL_INJECTION", "CWE-90": "LDAP_INJECTION", "CWE-94": "CODE_INJECTION", "CWE-95": "CODE_INJECTION",
        "CWE-117": "LOG_INJECTION", "CWE-208": "TIMING_ATTACK", "CWE-295": "CERTIFICATE_CHECK_OFF",
        "CWE-319": "CLEAR_TEXT_TRAFFIC", "CWE-326": "WEAK_KEY", "CWE-327": "WEAK_CIPHER", "CWE-328": "WEAK_HASH",
        "CWE-330": "WEAK_RANDOM", "CWE-338": "WEAK_RANDOM", "CWE-347": "UNVERIFIED_TOKEN", "CWE-352": "CSRF",
        "CWE-377": "INSECURE_TEMPORARY_FILE", "CWE-390": "SWALLOWED_ERROR", "CWE-400": "MISSING_TIMEOUT",
        "CWE-489": "DEBUG_MODE", "CWE-502": "UNSAFE_DESERIALIZATION", "CWE-601": "OPEN_REDIRECT", "CWE-611": "XXE",
        "CWE-614": "INSECURE_COOKIE", "CWE-643": "XPATH_INJECTION", "CWE-703": "SWALLOWED_ERROR",
        "CWE-732": "LOOSE_PERMISSIONS", "CWE-776": "XML_BOMB", "CWE-798": "HARDCODED_SECRET",
        "CWE-915": "MASS_ASSIGNMENT", "CWE-918": "SSRF", "CWE-942": "CORS", "CWE-943": "NOSQL_INJECTION",
        "CWE-1321": "PROTOTYPE_POLLUTION", "CWE-1333": "REGEX_INJECTION", "CWE-1336": "TEMPLATE_INJECTION",
    ].compactMapValues { byType[$0] }
}
