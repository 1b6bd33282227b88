import ast
import json

import jinja2
from flask import render_template_string, request


def calculate(expression, node):
    # ruleid: python.code-injection.eval
    eval(expression)
    # ruleid: python.code-injection.eval
    exec("result = " + expression)
    # ruleid: python.code-injection.eval
    eval(f"{expression} + 1", {})
    # ok: python.code-injection.eval
    ast.literal_eval(expression)
    # ok: python.code-injection.eval
    eval("1 + 1")
    # ok: python.code-injection.eval
    json.loads(expression)
    # ok: python.code-injection.eval
    model.eval()


def view():
    # ruleid: python.code-injection.request-data, python.code-injection.eval
    eval(request.args.get("expression"))
    # ok: python.code-injection.request-data
    ast.literal_eval(request.args.get("expression"))


def hello(name, environment):
    # ruleid: python.code-injection.template-string
    render_template_string("<h1>Hello " + name + "</h1>")
    # ruleid: python.code-injection.template-string
    jinja2.Template(f"Hello {name}").render()
    # ruleid: python.code-injection.template-string
    environment.from_string(request.form["template"]).render()
    # ok: python.code-injection.template-string
    render_template_string("<h1>Hello {{ name }}</h1>", name=name)
    # ok: python.code-injection.template-string
    jinja2.Template("Hello {{ name }}").render(name=name)
