"""Running other programs, with their failures told in a sentence."""

import hashlib
import os
import shutil
import subprocess

from .errors import LauncherError

TAIL_LINES = 6
TICK_SECONDS = 0.5
SETPRIV = "setpriv"
UNREACHABLE = "the server cannot be reached; check the network and the proxy settings."
KNOWN_CAUSES = {
    "No space left on device": "the disk is full.",
    "CERTIFICATE_VERIFY_FAILED": "the server's certificate is not trusted here.",
    "Could not resolve": UNREACHABLE,
    "Temporary failure": UNREACHABLE,
    "NameResolutionError": UNREACHABLE,
    "NewConnectionError": UNREACHABLE,
    "Could not connect to": UNREACHABLE,
    "Connection timed out": UNREACHABLE,
}
FORWARDED = ("HOME", "LANG", "LC_ALL", "PATH", "TERM", "TMPDIR", "TZ", "USER")


def clean_environment(**extra):
    """Return a small environment: what programs need, and nothing that steers them.

    Odoo and PostgreSQL read dozens of variables (ODOO_*, PG*); one left over in the
    user's shell must not change what the launcher does.
    """
    kept = {key: os.environ[key] for key in FORWARDED if key in os.environ}
    return {**kept, **{key: str(value) for key, value in extra.items()}}


def sha256(path):
    """Return the SHA-256 of a file as hexadecimal digits."""
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def explain(text):
    """Return the last lines of a program's output, which tell why it failed."""
    for phrase, meaning in KNOWN_CAUSES.items():
        if phrase in text:
            return meaning
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return "\n    " + "\n    ".join(lines[-TAIL_LINES:])


def tie(args):
    """Return a command line that is killed when the launcher dies, however it dies."""
    words = [str(arg) for arg in args]
    if words[0] == SETPRIV:  # a change of user after it would undo it
        words.pop(0)
    return [SETPRIV, "--pdeathsig", "KILL", *words]


def run(args, what, tied=True, tick=None, input=None, **options):
    """Run a program to its end and return its standard output.

    :param args: the program and its arguments
    :param what: what the program is there for, used in the sentence on failure
    :param tied: kill it when the launcher dies
    :param tick: a function to call every half second while it runs
    :param input: text for its standard input, which is empty otherwise
    :param options: passed to subprocess.Popen (env, cwd …)
    :raise LauncherError: it does not exist or failed
    """
    if not shutil.which(args[0]):
        raise LauncherError(f"{what}: the program {args[0]} is missing.")
    with subprocess.Popen(
        tie(args) if tied else [str(arg) for arg in args],
        stdin=subprocess.DEVNULL if input is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        **options,
    ) as process:
        output, errors = _communicate(process, input, tick)
    if process.returncode:
        raise LauncherError(f"{what} failed: {explain(errors + output)}")
    return output


def _communicate(process, text, tick):
    """Return what a process prints; call `tick` while it runs."""
    try:
        while True:
            try:
                return process.communicate(text, timeout=TICK_SECONDS if tick else None)
            except subprocess.TimeoutExpired:
                text = None
                tick()
    except BaseException:
        process.terminate()
        raise
