import html
import logging

import jinja2
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from flask import Flask, Markup, make_response, render_template, request

app = Flask(__name__)


def badge(user, name):
    # ruleid: python.cross-site-scripting.markup, python.cross-site-scripting.built-html
    mark_safe("<b>%s</b>" % user.name)
    # ruleid: python.cross-site-scripting.markup, python.cross-site-scripting.built-html
    Markup(f"<b>{user.name}</b>")
    # ruleid: python.cross-site-scripting.markup
    mark_safe(name)
    # ok: python.cross-site-scripting.markup, python.cross-site-scripting.built-html
    format_html("<b>{}</b>", user.name)
    # ok: python.cross-site-scripting.markup, python.cross-site-scripting.built-html
    Markup("<b>{}</b>").format(user.name)
    # ok: python.cross-site-scripting.markup
    mark_safe("<b>new</b>")
    # ok: python.cross-site-scripting.markup
    mark_safe(html.escape(name))


@app.route("/hello")
def hello():
    name = request.args.get("name")
    # ruleid: python.cross-site-scripting.html-response, python.cross-site-scripting.built-html
    return "<h1>Hello %s</h1>" % name


@app.route("/page")
def page():
    # ruleid: python.cross-site-scripting.html-response
    return make_response(request.args["body"])


@app.route("/safe")
def safe():
    name = request.args.get("name")
    # ok: python.cross-site-scripting.html-response, python.cross-site-scripting.built-html
    return "<h1>Hello %s</h1>" % html.escape(name)


@app.route("/template")
def template():
    # ok: python.cross-site-scripting.html-response
    return render_template("hello.html", name=request.args.get("name"))


def django_view(request):
    # ruleid: python.cross-site-scripting.html-response, python.cross-site-scripting.built-html
    return HttpResponse("<p>" + request.GET["q"] + "</p>")


def django_safe(request):
    # ok: python.cross-site-scripting.html-response, python.cross-site-scripting.built-html
    return HttpResponse("<p>" + html.escape(request.GET["q"]) + "</p>")


def row(title, url):
    # ruleid: python.cross-site-scripting.built-html
    cell = "<td>" + title + "</td>"
    # ruleid: python.cross-site-scripting.built-html
    link = '<a href="{}">{}</a>'.format(url, title)
    # ok: python.cross-site-scripting.built-html
    cell = "<td>" + html.escape(title) + "</td>"
    # ok: python.cross-site-scripting.built-html
    cell = "<td>" + "fixed" + "</td>"
    # ok: python.cross-site-scripting.built-html
    logging.info("no <title> in %s" % url)
    # ok: python.cross-site-scripting.built-html
    smaller = "a < %s" % title


# ruleid: python.cross-site-scripting.jinja-autoescape
environment = jinja2.Environment(loader=jinja2.FileSystemLoader("templates"))
# ruleid: python.cross-site-scripting.autoescape-off
unescaped = jinja2.Environment(autoescape=False)
# ok: python.cross-site-scripting.jinja-autoescape, python.cross-site-scripting.autoescape-off
escaped = jinja2.Environment(autoescape=True)
# ok: python.cross-site-scripting.jinja-autoescape, python.cross-site-scripting.autoescape-off
selected = jinja2.Environment(autoescape=jinja2.select_autoescape())
