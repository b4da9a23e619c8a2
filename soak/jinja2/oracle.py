"""Renders templates with Jinja2 out of the box: a line of JSON in, a line of JSON out.

    python oracle.py < cases.jsonl

In: {"template": text, "context": JSON text}. Out: {"text": what it rendered} or {"error": the exception's class}. Output with an
address in memory cannot be had again and counts as an error.
"""

import json
import re
import signal
import sys

import jinja2

ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")
SECONDS = 5


def too_long(_signal, _frame):
    raise TimeoutError


def render(case):
    signal.alarm(SECONDS)
    try:
        context = json.loads(case["context"])
        text = jinja2.Environment().from_string(case["template"]).render(context)
        json.dumps(text, ensure_ascii=False).encode("utf-8")
    except BaseException as error:
        return {"error": type(error).__name__, "message": str(error)[:200]}
    finally:
        signal.alarm(0)
    return {"error": "Unreproducible"} if ADDRESS.search(text) else {"text": text}


signal.signal(signal.SIGALRM, too_long)
for line in sys.stdin:
    print(json.dumps(render(json.loads(line))), flush=True)
