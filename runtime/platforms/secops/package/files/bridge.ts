/** The Python module between the platform's SDK and the product. */
import { HEAD, PAYLOAD } from './payload.ts'
import { REDACTION } from './redaction.ts'

/** Name of the module. */
export const BRIDGE = 'soar_bridge'

/**
 * Returns the text of the module. Python 3.11, standard library only; the SDK is passed in as an argument.
 *
 * @param importOf the import statement for a neighbouring module, which differs between the two forms of the package
 */
export const bridge = (importOf: (module: string, name: string) => string): string => {
  const imports = [importOf(PAYLOAD, 'ARCHIVES'), importOf(REDACTION, 'Redactor')]
  return `${HEAD}\n${TEXT.replace('#IMPORT', imports.join('\n'))}`
}

const TEXT = String.raw`"""Hands what the platform sends to the product, which runs in a Node process, and relays its answer.

The product travels as text in the modules beside this one and is unpacked once per version. Node is the one in the
package, else SOAR_NODE, else the one on PATH. Whatever goes wrong, standard output gets one document of the platform's
form.
"""

from __future__ import annotations

import base64
import hashlib
import importlib
import io
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

#IMPORT

FAILED = 2
TERMINATED = 113
CONNECTOR = 4
NEEDED_NODE = "22.20"
STOPPED = "The platform ended the run before anything was sent."
OWN_STATE = "soar_state"
SHARED_STATE = ("ids", "timestamp", "overflow_data")
OVERFLOW_SETTINGS = "overflow_settings"

# The product hides secrets in what it answers. This hides them in what the SDK says.
secrets = Redactor()


class BridgeError(Exception):
    """Why there is no answer of the product, and how the process ends then."""

    def __init__(self, reason: str, code: int = 0) -> None:
        super().__init__(reason)
        self.code = code


def run_action(sdk: Callable[[], Any], integration: str, action: str, failure: str) -> None:
    """Answers one execution of an action and ends the process.

    failure is the sentence around a reason, with {reason} in its place.
    """
    raw = keep_input(key_at=1)
    try:
        siemplify = with_sdk("read the context", sdk)
        with relayed_signals() as relay:
            context = parse(raw)
            context["action_definition_name"] = action
            context["integration_configuration"] = with_sdk(
                "fetch the configuration of the integration's instance",
                lambda: siemplify.get_configuration(integration),
            )
            secrets.learn_fields(context["integration_configuration"])
            answer, code = ask(["run", "--dialect", "secops"], context, relay)
    except BridgeError as trouble:
        answer, code = failed_action(failure, str(trouble)), trouble.code
    except SystemExit:
        answer, code = failed_action(failure, STOPPED), TERMINATED
    except Exception as error:
        answer, code = failed_action(failure, reason_of(error)), 0
    deliver(answer)
    sys.exit(code)


def run_connector(sdk: Callable[[], Any], connector: str) -> None:
    """Answers one run of a connector, keeps its state, and ends the process."""
    raw = keep_input(key_at=2)
    is_test = len(sys.argv) > 1 and sys.argv[1] != "True"
    siemplify = None
    before: dict[str, Any] = {}
    try:
        siemplify = with_sdk("read the context", sdk)
        with relayed_signals() as relay:
            context = parse(raw)
            before = with_sdk("read the connector's state", lambda: read_state(siemplify))
            context["is_test_run"] = is_test
            context["state"] = before
            answer, code = ask(["connect", connector, "--dialect", "secops"], context, relay)
    except BridgeError as trouble:
        answer, code = failed_connector(is_test, str(trouble)), trouble.code
    except SystemExit:
        answer, code = failed_connector(is_test, STOPPED), TERMINATED
    except Exception as error:
        answer, code = failed_connector(is_test, reason_of(error)), 0
    document = json.loads(answer)
    after = document.pop("state", None)
    deliver(json.dumps(document).encode("ascii"))
    # Only now: alerts that were not handed over must come again.
    if not is_test and isinstance(after, dict):
        try:
            write_state(siemplify, before, after)
        except Exception as error:
            warn(f"The state was not kept ({reason_of(error)}): the next run brings the same alerts again.")
    sys.exit(code)


def keep_input(key_at: int) -> bytes:
    """Reads standard input and puts it back, for the SDK to read it as well. Notes the secrets in it and in the arguments."""
    raw = sys.stdin.buffer.read()
    secrets.learn(raw)
    key = sys.argv[key_at] if len(sys.argv) > key_at else ""
    if not key.startswith("-"):
        secrets.add(key.strip('"'))
    sys.stdin = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8")
    return raw


def parse(raw: bytes) -> dict[str, Any]:
    try:
        context = json.loads(raw.decode("utf-8-sig"))
    except ValueError as error:
        raise BridgeError(f"The context is not JSON in UTF-8: {error}.") from error
    if not isinstance(context, dict):
        raise BridgeError("The context is not one JSON object.")
    return context


def with_sdk(purpose: str, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except SystemExit as error:
        raise BridgeError(STOPPED, TERMINATED) from error
    except Exception as error:
        raise BridgeError(f"The platform's SDK could not {purpose} ({reason_of(error)}).") from error


def reason_of(error: BaseException) -> str:
    return secrets.hide(f"{type(error).__name__}: {error}")[:500]


class Relay:
    """Passes the request to end on to the process that does the work."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None

    def hear(self, number: int, _frame: object) -> None:
        if self.child is None:
            raise SystemExit(TERMINATED)
        self.child.send_signal(number)


@contextmanager
def relayed_signals() -> Iterator[Relay]:
    """SIGTERM goes to the product. SIGINT is ignored, as in the platform's own scripts."""
    relay = Relay()
    signal.signal(signal.SIGTERM, relay.hear)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield relay
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


def ask(arguments: list[str], context: dict[str, Any], relay: Relay) -> tuple[bytes, int]:
    """Runs the product once; answers the document it printed and its exit code."""
    node = find_node()
    command = [node, str(unpacked("product") / "soar.js"), *arguments]
    # The product runs the integration it was made with, whatever the machine's own settings are.
    environment = {name: value for name, value in os.environ.items() if name != "SOAR_ROOT"}
    try:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
    except OSError as error:
        raise BridgeError(f"Node cannot be started ({reason_of(error)}). Set SOAR_NODE to the path of one.") from error
    relay.child = child
    answer, _ = child.communicate(json.dumps(context).encode("ascii"))
    try:
        is_document = isinstance(json.loads(answer), dict)
    except ValueError:
        is_document = False
    if is_document:
        return answer, child.returncode
    if child.returncode == -signal.SIGTERM:
        raise BridgeError("The platform ended the run. It is not known what was done.", TERMINATED)
    if child.returncode < 0:
        name = signal.Signals(-child.returncode).name
        raise BridgeError(f"The Node process was ended by {name}. It is not known what was done.")
    raise BridgeError(f"The Node process ended with exit code {child.returncode} without an answer. {fault_of(node)}")


def fault_of(node: str) -> str:
    """What may be wrong with a Node that gave no answer."""
    try:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10).stdout.strip()
    except (OSError, subprocess.SubprocessError) as error:
        return f"{node} does not run ({reason_of(error)}). Set SOAR_NODE to the path of another."
    return f"{node} is {version or 'no Node'}; {NEEDED_NODE} or newer is needed. What it said is on standard error."


def find_node() -> str:
    if "node" in ARCHIVES:
        return str(unpacked("node") / "node")
    found = os.environ.get("SOAR_NODE") or shutil.which("node")
    if found:
        return found
    raise BridgeError(
        f"There is no Node. Node {NEEDED_NODE} or newer is needed: put it on PATH, set SOAR_NODE to its path, "
        "or use a package that was made with --node."
    )


def failed_action(failure: str, reason: str) -> bytes:
    document = {
        "Message": failure.replace("{reason}", reason),
        "ResultObjectJson": "{}",
        "ResultValue": False,
        "DebugOutput": f"{reason}\n",
        "ExecutionState": FAILED,
    }
    return json.dumps(document).encode("ascii")


def failed_connector(is_test: bool, reason: str) -> bytes:
    row = {"message": reason, "log_level": 3, "timestamp": int(time.time() * 1000)}
    package = {"cases": [], "overflow_cases": [], "log_items": [], "variables": {}, "log_rows": [row]}
    result = {"is_success": False, "result_params": {}} if is_test else package
    return json.dumps({"ResultObjectJson": json.dumps(result), "DebugOutput": f"{reason}\n"}).encode("ascii")


def deliver(document: bytes) -> None:
    """Writes the one document to the real standard output: the SDK has put a buffer in its place."""
    try:
        sys.__stdout__.buffer.write(document)
        sys.__stdout__.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())
        sys.exit(1)


def warn(text: str) -> None:
    print(text, file=sys.__stderr__, flush=True)


def read_state(siemplify: Any) -> dict[str, Any]:
    """What the platform keeps for this connector: the helper library's keys, and one of our own for the rest."""

    def read(name: str, key: str) -> Any:
        return loaded(siemplify.get_connector_context_property(name, key))

    identifier = siemplify.context.connector_info.identifier
    state: dict[str, Any] = {}
    own = read(identifier, OWN_STATE)
    if isinstance(own, dict):
        state.update(own)
    for key in SHARED_STATE:
        value = read(identifier, key)
        if value is not None:
            state[key] = value
    settings = read(OVERFLOW_SETTINGS, OVERFLOW_SETTINGS)
    if settings is not None:
        state[OVERFLOW_SETTINGS] = settings
    return state


def loaded(value: Any) -> Any:
    """Properties are text: JSON, of which a decimal number is a kind."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.strip() else None
    except ValueError:
        return value


def of_ours(state: dict[str, Any]) -> dict[str, Any]:
    """The part of a state that the platform has no key for."""
    return {key: value for key, value in state.items() if key not in (*SHARED_STATE, OVERFLOW_SETTINGS)}


def write_state(siemplify: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Keeps what has changed; ids last, because they say that alerts need not come again."""
    identifier = siemplify.context.connector_info.identifier
    texts = {
        OWN_STATE: (of_ours(before), of_ours(after), compact),
        "overflow_data": (before.get("overflow_data"), after.get("overflow_data"), indented),
        "timestamp": (before.get("timestamp"), after.get("timestamp"), compact),
        "ids": (before.get("ids"), after.get("ids"), compact),
    }
    for key, (old, new, text) in texts.items():
        if new is not None and new != old:
            siemplify.set_connector_context_property(identifier, key, text(new))


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def indented(value: Any) -> str:
    return json.dumps(value, indent=4, sort_keys=True)


def unpacked(name: str) -> Path:
    """Folder with the files of an archive, unpacked by this run or by an earlier one."""
    modules, files = ARCHIVES[name]
    digest = hashlib.sha256("".join(each[2] for each in files).encode("ascii")).hexdigest()
    problems = []
    for home in homes():
        try:
            own = private(home)
            folder = own / f"{name}-{digest[:32]}"
            if not is_whole(folder, files):
                unpack(modules, files, own, folder)
            return folder
        except OSError as error:
            problems.append(f"{home}: {error.strerror or error}")
    raise BridgeError(f"The product cannot be unpacked ({'; '.join(problems)}). Set SOAR_CACHE to a folder that can be written.")


def homes() -> Iterator[Path]:
    """Where unpacked files may lie, best first: the temporary folder when nothing else can be written."""
    chosen = os.environ.get("SOAR_CACHE")
    if chosen:
        yield Path(chosen) / "soar"
    cache = os.environ.get("XDG_CACHE_HOME")
    with suppress(RuntimeError):
        yield (Path(cache) if cache else Path.home() / ".cache") / "soar"
    with suppress(OSError):
        yield Path(tempfile.gettempdir()) / f"soar-{os.getuid()}"


def private(folder: Path) -> Path:
    """Makes a folder of our own and answers its real path.

    Its files are executed, so no other user may write to it, or put another folder in its place by way of one above it.
    """
    for place in reversed((folder, *folder.parents)):
        if not os.path.lexists(place):
            with suppress(FileExistsError):
                place.mkdir(mode=0o700)
    if folder.is_symlink():
        raise OSError(f"{folder} is a symbolic link")
    real = folder.resolve(strict=True)
    for place in (real, *real.parents):
        facts = place.lstat()
        owners = (os.getuid(),) if place == real else (0, os.getuid())
        shared = facts.st_mode & 0o022 and not (place != real and facts.st_mode & stat.S_ISVTX)
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in owners or shared:
            raise OSError(f"{place} is owned by another user, or other users can write to it")
    return real


def is_whole(folder: Path, files: list[tuple[str, int, str, int]]) -> bool:
    """Whether every file is there as it was packed. Big ones are not read again: no other user can write here."""
    try:
        for name, size, digest, _ in files:
            path = folder / name
            if path.stat().st_size != size:
                return False
            if size < 20_000_000 and hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                return False
    except OSError:
        return False
    return True


def unpack(modules: list[str], files: list[tuple[str, int, str, int]], home: Path, folder: Path) -> None:
    """Writes the files beside their place and then moves them there at once: others may do the same right now."""
    data = zlib.decompress(b"".join(part(module) for module in modules))
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=home))
    try:
        start = 0
        for name, size, digest, mode in files:
            content = data[start : start + size]
            start += size
            if hashlib.sha256(content).hexdigest() != digest:
                raise BridgeError(f"The package is damaged: {name} is not what was packed. Install it again.")
            path = draft / name
            path.write_bytes(content)
            path.chmod(mode)
        try:
            draft.rename(folder)
        except OSError:
            # Another process was faster, or something broken lies there.
            if not is_whole(folder, files):
                folder.rename(home / f"{draft.name}-broken")
                draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(home / f"{draft.name}-broken", ignore_errors=True)


def part(module: str) -> bytes:
    package = __name__.rpartition(".")[0]
    return base64.b64decode(importlib.import_module(f"{package}.{module}" if package else module).DATA)
`
