import os

# ruleid: python.secrets.hard-coded
API_KEY = "9f8a7d6c5b4e3f2a1b0c"
# ruleid: python.secrets.hard-coded
password = "hunter2-horse"
# ok: python.secrets.hard-coded
API_KEY = os.environ["API_KEY"]
# ok: python.secrets.hard-coded
password = ""
# ok: python.secrets.hard-coded
PASSWORD = "change_me"
# ok: python.secrets.hard-coded
token_url = "https://example.com/oauth/token"
# ok: python.secrets.hard-coded
password = "password"


def connect(app, driver):
    # ruleid: python.secrets.hard-coded
    driver.connect(host="db", user="app", password="s3cr3t-Pa55")
    # ruleid: python.secrets.hard-coded
    app.config["SECRET_KEY"] = "b5d0c0a4-7e3f-44"
    # ruleid: python.secrets.hard-coded
    app.secret_key = "b5d0c0a4-7e3f-44"
    # ruleid: python.secrets.hard-coded
    settings = {"client_secret": "Zm9vYmFyYmF6cXV4"}
    # ok: python.secrets.hard-coded
    driver.connect(host="db", user="app", password=os.environ["DB_PASSWORD"])
    # ok: python.secrets.hard-coded
    settings = {"client_secret": os.environ.get("CLIENT_SECRET")}
