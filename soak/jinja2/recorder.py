"""A pytest plugin that writes down what Jinja2's own tests render with an environment out of the box.

    JINJA2_RECORDING=file.jsonl python -m pytest -p recorder tests

A line of JSON for each distinct template and context: {"template", "context", and "text" or "error"}. What uses other delimiters,
loaders, extensions, filters of its own, or data that are not JSON is left out; autoescaping is written into the template.
"""

import json
import os

import jinja2
from jinja2 import Environment, Template, Undefined
from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_NAMESPACE, DEFAULT_POLICIES, DEFAULT_TESTS

OPTIONS = {
    "block_start_string": "{%",
    "block_end_string": "%}",
    "variable_start_string": "{{",
    "variable_end_string": "}}",
    "comment_start_string": "{#",
    "comment_end_string": "#}",
    "line_statement_prefix": None,
    "line_comment_prefix": None,
    "trim_blocks": False,
    "lstrip_blocks": False,
    "newline_sequence": "\n",
    "keep_trailing_newline": False,
    "undefined": Undefined,
    "finalize": None,
    "is_async": False,
    "sandboxed": False,
}
seen = set()
counts = {"recorded": 0, "left out": 0}
original = {"from_string": Environment.from_string, "render": Template.render}


def plain(value):
    """Whether a value comes back from JSON as what it is."""
    if value is None or type(value) in (bool, int, float, str):
        return True
    if type(value) is list:
        return all(map(plain, value))
    return type(value) is dict and all(type(key) is str and plain(item) for key, item in value.items())


def usual(env):
    return (
        type(env) is Environment
        and all(getattr(env, name) == value for name, value in OPTIONS.items())
        and env.autoescape in (True, False)
        and not env.extensions
        and env.filters == DEFAULT_FILTERS
        and env.tests == DEFAULT_TESTS
        and env.globals == DEFAULT_NAMESPACE
        and env.policies == DEFAULT_POLICIES
    )


def record(env, source, context, outcome, names=DEFAULT_NAMESPACE):
    random = "random" in source or "lipsum" in source
    if random or not usual(env) or type(source) is not str or not plain(context) or dict(names) != DEFAULT_NAMESPACE:
        counts["left out"] += 1
        return
    if env.autoescape:
        source = "{% autoescape true %}" + source + "{% endautoescape %}"
    line = json.dumps({"template": source, "context": json.dumps(context), **outcome})
    if line in seen:
        return
    seen.add(line)
    counts["recorded"] += 1
    with open(os.environ["JINJA2_RECORDING"], "a", encoding="utf-8") as file:
        file.write(line + "\n")


def from_string(env, source, *args, **kwargs):
    try:
        template = original["from_string"](env, source, *args, **kwargs)
    except Exception as error:
        record(env, source, {}, {"error": type(error).__name__})
        raise
    if not args and not kwargs:
        template.recorded_source = source
    return template


def render(template, *args, **kwargs):
    source = getattr(template, "recorded_source", None)
    if source is None:
        counts["left out"] += 1
        return original["render"](template, *args, **kwargs)
    context = dict(*args, **kwargs)
    # Before it runs: tests hand over what rendering changes.
    before = json.loads(json.dumps(context)) if plain(context) else context
    try:
        text = original["render"](template, *args, **kwargs)
    except Exception as error:
        record(template.environment, source, before, {"error": type(error).__name__}, template.globals)
        raise
    record(template.environment, source, before, {"text": str(text)}, template.globals)
    return text


Environment.from_string = from_string
Template.render = render


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"recorder: {counts['recorded']} recorded, {counts['left out']} left out, Jinja2 {jinja2.__version__}")
