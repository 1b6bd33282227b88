"""The peers of `scripts/bench intake`: slack_bolt with a message handler that does nothing, behind its own adapters.

usage: bench_bolt.py aiohttp|uvicorn|gunicorn PORT SLACK_API [DATABASE]
With DATABASE each event is inserted there, synced, before it is acknowledged. Only the standard way is used throughout:
a global middleware, which runs before the ack.
"""

import os
import sqlite3
import sys

from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

SECRET = os.environ["SLACK_SIGNING_SECRET"]
TOKEN = os.environ["SLACK_BOT_TOKEN"]


def store(path):
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID")
    return lambda request: database.execute(
        "INSERT OR IGNORE INTO events VALUES (?, ?)", (request.body["event_id"], request.raw_body))


def asynchronous(api, path):
    from slack_bolt.async_app import AsyncApp

    app = AsyncApp(client=AsyncWebClient(TOKEN, base_url=api), signing_secret=SECRET)
    if path:
        insert = store(path)

        @app.middleware
        async def keep(req, next):
            insert(req)
            await next()

    @app.event("message")
    async def message():
        pass

    return app


def blocking(api, path):
    from slack_bolt import App

    app = App(client=WebClient(TOKEN, base_url=api), signing_secret=SECRET)
    if path:
        insert = store(path)

        @app.middleware
        def keep(req, next):
            insert(req)
            next()

    @app.event("message")
    def message():
        pass

    return app


def main(adapter, port, api, path=None):
    if adapter == "aiohttp":
        asynchronous(api, path).start(port=port, host="127.0.0.1")
    elif adapter == "uvicorn":
        import uvicorn
        from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler

        uvicorn.run(AsyncSlackRequestHandler(asynchronous(api, path)), host="127.0.0.1", port=port,
                    log_level="warning", access_log=False)
    else:
        from gunicorn.app.base import BaseApplication
        from slack_bolt.adapter.wsgi import SlackRequestHandler

        class Gunicorn(BaseApplication):
            def load_config(self):
                # Threads, because a sync worker closes each connection after its answer.
                for key, value in {"bind": f"127.0.0.1:{port}", "workers": 1, "worker_class": "gthread", "threads": 4,
                                   "keepalive": 30, "worker_connections": 1000, "loglevel": "error"}.items():
                    self.cfg.set(key, value)

            def load(self):
                return SlackRequestHandler(blocking(api, path))

        Gunicorn().run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
