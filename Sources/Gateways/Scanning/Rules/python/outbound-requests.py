import requests
from django.utils.http import url_has_allowed_host_and_scheme
from flask import Flask, redirect, request, url_for

app = Flask(__name__)
ALLOWED = {"https://api.example.com/a"}


@app.route("/fetch")
def fetch():
    url = request.args["url"]
    # ruleid: python.outbound-requests.request-data
    return requests.get(url, timeout=5).text


@app.route("/fetch-host")
def fetch_host():
    # ruleid: python.outbound-requests.request-data
    return requests.get("http://" + request.args["host"] + "/status", timeout=5).text


@app.route("/fetch-allowed")
def fetch_allowed():
    url = request.args["url"]
    if url not in ALLOWED:
        return "no", 400
    # ok: python.outbound-requests.request-data
    return requests.get(url, timeout=5).text


@app.route("/fetch-fixed")
def fetch_fixed():
    # ok: python.outbound-requests.request-data
    return requests.get("https://api.example.com/a", params={"q": request.args["q"]}, timeout=5).text


@app.route("/user/<name>")
def fetch_user(name):
    # ok: python.outbound-requests.request-data
    return requests.get("https://api.example.com/users/" + name, timeout=5).text


@app.route("/next")
def follow():
    # ruleid: python.outbound-requests.open-redirect
    return redirect(request.args.get("next"))


@app.route("/home")
def home():
    # ok: python.outbound-requests.open-redirect
    if request.args.get("page"):
        # ok: python.outbound-requests.open-redirect
        return redirect("/pages/" + request.args["page"] + "?from=" + request.args["from"])
    # ok: python.outbound-requests.open-redirect
    return redirect(url_for("index"))


def login(request):
    target = request.GET["next"]
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        # ok: python.outbound-requests.open-redirect
        return redirect(target)
    return redirect("/")
