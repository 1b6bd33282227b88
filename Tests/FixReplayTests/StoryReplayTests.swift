import FixReplay
import HealingDomain
import Testing

struct StoryReplayTests {
    @Test func `an unsafe yaml load becomes a safe one under the import that the file has`() throws {
        let replay = Replaying(
            language: .python, before: "import yaml\n\ncfg = yaml.load(stream)\n",
            after: "import yaml\n\ncfg = yaml.safe_load(stream)\n")
        let plain = "import yaml\n\ndef read(path):\n    return yaml.load(path)\n"
        #expect(try replay.result(on: plain) == "import yaml\n\ndef read(path):\n    return yaml.safe_load(path)\n")
        let member = "from yaml import load\n\ndef read(path):\n    return load(path)\n"
        #expect(
            try replay.result(on: member)
                == "from yaml import load, safe_load\n\ndef read(path):\n    return safe_load(path)\n")
        let alias = "import yaml as y\n\ndef read(path):\n    return y.load(path)\n"
        #expect(try replay.result(on: alias) == "import yaml as y\n\ndef read(path):\n    return y.safe_load(path)\n")
    }

    @Test func `a loader argument goes with the unsafe load`() throws {
        let replay = Replaying(
            language: .python, before: "data = yaml.load(text, Loader=yaml.Loader)\n",
            after: "data = yaml.safe_load(text)\n")
        let code = "import yaml\n\ndef parse(body):\n    return yaml.load(body.decode(), Loader=yaml.Loader)\n"
        #expect(
            try replay.result(on: code) == "import yaml\n\ndef parse(body):\n    return yaml.safe_load(body.decode())\n"
        )
    }

    @Test func `a weak hash is replaced in either language`() throws {
        let python = Replaying(
            language: .python, before: "digest = hashlib.md5(data).hexdigest()\n",
            after: "digest = hashlib.sha256(data).hexdigest()\n")
        #expect(
            try python.result(on: "def token(user):\n    return hashlib.md5(user.email.encode()).hexdigest()\n")
                == "def token(user):\n    return hashlib.sha256(user.email.encode()).hexdigest()\n")
        let script = Replaying(
            language: .javascript, before: "crypto.createHash('md5').update(x).digest('hex');\n",
            after: "crypto.createHash('sha256').update(x).digest('hex');\n")
        #expect(
            try script.result(
                on: "const etag = (body) => crypto.createHash(\"md5\").update(body).digest(\"base64\");\n")
                == "const etag = (body) => crypto.createHash(\"sha256\").update(body).digest(\"base64\");\n")
    }

    @Test func `inner HTML becomes text whatever the element is called`() throws {
        let replay = Replaying(
            language: .javascript, before: "el.innerHTML = name;\n", after: "el.textContent = name;\n")
        let code = "function show(user) {\n  const box = find(\"x\");\n  box.innerHTML = user.bio + \"!\";\n}\n"
        #expect(
            try replay.result(on: code)
                == "function show(user) {\n  const box = find(\"x\");\n  box.textContent = user.bio + \"!\";\n}\n")
    }

    @Test func `code that has been fixed is left alone`() throws {
        let replay = Replaying(
            language: .python, before: "cfg = yaml.load(stream)\n", after: "cfg = yaml.safe_load(stream)\n")
        #expect(try replay.result(on: "import yaml\ncfg = yaml.safe_load(other)\n") == nil)
    }

    @Test func `without a line two places are too many, with a line only that place is changed`() throws {
        let replay = Replaying(
            language: .python, before: "digest = hashlib.md5(data)\n", after: "digest = hashlib.sha256(data)\n")
        let code = "a = hashlib.md5(x)\nb = hashlib.md5(y)\n"
        #expect(try replay.result(on: code) == nil)
        #expect(try replay.result(on: code, lines: 2...2) == "a = hashlib.md5(x)\nb = hashlib.sha256(y)\n")
    }

    @Test func `a guard follows the path that it guards, with the names of its place`() throws {
        let replay = Replaying(
            language: .python,
            before: "def read(name):\n    path = os.path.join(BASE, name)\n    return open(path).read()\n",
            after: "def read(name):\n    path = os.path.realpath(os.path.join(BASE, name))\n"
                + "    if not path.startswith(BASE + os.sep):\n        raise ValueError(\"outside\")\n    return open(path).read()\n"
        )
        let code =
            "def serve(request):\n    target = os.path.join(ROOT, request.args[\"f\"])\n    return send(target)\n"
        #expect(
            try replay.result(on: code)
                == "def serve(request):\n    target = os.path.realpath(os.path.join(ROOT, request.args[\"f\"]))\n"
                + "    if not target.startswith(ROOT + os.sep):\n        raise ValueError(\"outside\")\n    return send(target)\n"
        )
    }
}
