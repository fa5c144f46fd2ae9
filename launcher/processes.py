"""Running other programs, with their failures told in a sentence."""

import os
import subprocess

from .errors import LauncherError

TAIL_LINES = 6
FORWARDED = ("HOME", "LANG", "LC_ALL", "PATH", "TERM", "TMPDIR", "TZ", "USER")


def clean_environment(**extra):
    """Return a small environment: what programs need, and nothing that steers them.

    Odoo and PostgreSQL read dozens of variables (ODOO_*, PG*); one left over in the
    user's shell must not change what the launcher does.
    """
    kept = {key: os.environ[key] for key in FORWARDED if key in os.environ}
    return {**kept, **{key: str(value) for key, value in extra.items()}}


def explain(text):
    """Return the last lines of a program's output, which tell why it failed."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    if any("No space left on device" in line for line in lines):
        return "the disk is full."
    return "\n    " + "\n    ".join(lines[-TAIL_LINES:])


def run(args, what, **options):
    """Run a program to its end and return its standard output.

    :param args: the program and its arguments
    :param what: what the program is there for, used in the sentence on failure
    :param options: passed to subprocess.run (env, cwd, input …)
    :raise LauncherError: it does not exist or failed
    """
    options.setdefault("stdin", None if "input" in options else subprocess.DEVNULL)
    if "input" in options:
        options.pop("stdin")
    try:
        done = subprocess.run(
            [str(arg) for arg in args],
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
    except FileNotFoundError as error:
        raise LauncherError(f"{what}: the program {args[0]} is missing.") from error
    if done.returncode:
        reason = explain(done.stderr + "\n" + done.stdout)
        raise LauncherError(f"{what} failed: {reason}")
    return done.stdout
