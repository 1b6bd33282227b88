import FixReplay
import HealingDomain
import Testing

/// One test for each way in which replays were seen to go wrong.
struct PitfallTests {
    @Test func `a keyword that is there already is not set twice`() throws {
        let replay = Replaying(
            language: .python, before: "requests.get(url)\n", after: "requests.get(url, timeout=10)\n")
        #expect(try replay.result(on: "requests.get(host)\n") == "requests.get(host, timeout=10)\n")
        #expect(try replay.result(on: "requests.get(host, timeout=3)\n") == nil)
    }

    @Test func `an argument by keyword is not taken for one by position`() throws {
        let replay = Replaying(language: .python, before: "load(data)\n", after: "parse(text(data))\n")
        #expect(try replay.result(on: "load(source=data)\n") == nil)
        #expect(try replay.result(on: "load(*data)\n") == nil)
    }

    @Test func `a part of an edit in several places is not applied alone`() throws {
        let replay = Replaying(
            language: .python, before: "handle = acquire(name)\nwork()\nhandle.drop()\n",
            after: "handle = borrow(name)\nwork()\nhandle.give_back()\n")
        #expect(try replay.result(on: "thing = acquire(other)\nwork()\n") == nil)
    }

    @Test func `an import that lost its last use goes where the example let it go`() throws {
        let replay = Replaying(
            language: .python, before: "import pickle\n\nvalue = pickle.loads(body)\n",
            after: "import json\n\nvalue = json.loads(body)\n")
        #expect(
            try replay.result(on: "import pickle\n\ndef read(b):\n    return pickle.loads(b)\n")
                == "import json\n\ndef read(b):\n    return json.loads(b)\n")
        let stillUsed = "import pickle\n\ndef read(b):\n    return pickle.loads(b)\n\nkeep = pickle.dumps\n"
        #expect(
            try replay.result(on: stillUsed)
                == "import pickle\nimport json\n\ndef read(b):\n    return json.loads(b)\n\nkeep = pickle.dumps\n")
    }

    @Test func `a name that the example invented is not written over another`() throws {
        let replay = Replaying(
            language: .python, before: "lock.acquire()\nwork()\n", after: "guard = Guard(lock)\nguard.enter()\nwork()\n"
        )
        #expect(try replay.result(on: "guard = 1\nlock.acquire()\nwork()\n") == nil)
    }

    @Test func `a name of the example's surroundings must be there too`() throws {
        let replay = Replaying(
            language: .python, before: "root = base()\npath = join(first, name)\n",
            after: "root = base()\npath = safe(root, name)\n")
        #expect(try replay.result(on: "path = join(first, other)\n") == nil)
    }

    @Test func `inserted lines take the indentation of their place`() throws {
        let replay = Replaying(
            language: .python, before: "def read(name):\n    path = clean(name)\n    return path\n",
            after:
                "def read(name):\n    path = clean(name)\n    if not path:\n        raise ValueError(\"empty\")\n    return path\n"
        )
        let code = "class A:\n  def get(self, key):\n    place = clean(key)\n    return place\n"
        let result = try replay.result(on: code)
        #expect(result == nil || SyntaxBalance().problem(in: result ?? "", language: .python) == nil)
        #expect(result?.contains("\n        raise") != true)
    }

    @Test func `a chained call keeps its tail`() throws {
        let replay = Replaying(
            language: .python, before: "h = hashlib.md5(data)\n", after: "h = hashlib.sha256(data)\n")
        #expect(
            try replay.result(on: "h = hashlib.md5(data.encode()).hexdigest()[:8]\n")
                == "h = hashlib.sha256(data.encode()).hexdigest()[:8]\n")
    }

    @Test func `an operand that would fall apart is left alone`() throws {
        let replay = Replaying(language: .javascript, before: "f(x.isEmpty());\n", after: "f(!x);\n")
        #expect(try replay.result(on: "f((a + b).isEmpty());\n") == "f(!(a + b));\n")
        let negate = Replaying(language: .python, before: "check(len(x))\n", after: "check(not x)\n")
        #expect(try negate.result(on: "check(len(a or b))\n") == nil)
    }

    @Test func `a template leaves its own output alone`() throws {
        let replay = Replaying(language: .javascript, before: "let a = NaN;\n", after: "let a = Number.NaN;\n")
        #expect(try replay.result(on: "let b = NaN;\n") == "let b = Number.NaN;\n")
        #expect(try replay.result(on: "let b = Number.NaN;\n") == nil)
    }

    @Test func `a comment inside the changed code is never lost`() throws {
        let replay = Replaying(language: .javascript, before: "f(a, b);\n", after: "g(b, a);\n")
        #expect(try replay.result(on: "f(x /* why */, y);\n") == nil)
    }

    @Test func `a target's own quotes and spacing stay`() throws {
        let replay = Replaying(
            language: .javascript, before: "open(\"x\", \"r\");\n", after: "open(\"x\", \"r\", \"utf8\");\n")
        #expect(try replay.result(on: "open( 'x', 'r');\n") == "open( 'x', 'r', 'utf8');\n")
    }

    @Test func `a template survives being stored`() throws {
        let replay = Replaying(language: .python, before: "yaml.load(a)\n", after: "yaml.safe_load(a)\n")
        let templates = try replay.learned()
        #expect(Set(templates.map(\.id)).count == templates.count)
        #expect(try replay.learned() == templates)
        #expect(templates.allSatisfy { !$0.summary.isEmpty })
    }
}
