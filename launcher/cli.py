"""The commands of ./tthc."""

import argparse
import os
import signal
import sys
import traceback
from pathlib import Path

from . import commands
from .errors import LauncherError

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)


def _parser():
    parser = argparse.ArgumentParser(
        prog="./tthc",
        description="Sets up, starts and tests the one-stop-shop center.",
        add_help=True,
    )
    profile = argparse.ArgumentParser(add_help=False)
    profile.add_argument(
        "--no-demo",
        dest="profile",
        action="store_const",
        const="production",
        help="the production database, without demo data",
    )
    serving = argparse.ArgumentParser(add_help=False)
    serving.add_argument(
        "--workers", type=int, metavar="N", help="number of worker processes"
    )
    agreed = argparse.ArgumentParser(add_help=False)
    agreed.add_argument("--yes", action="store_true", help="do not ask")

    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")

    def add(name, text, *parents):
        command = subparsers.add_parser(
            name, help=text, description=text, parents=parents
        )
        command.set_defaults(function=getattr(commands, name))
        return command

    add("run", "set up and start the center in this terminal", profile, serving)
    test = add("test", "set up, then run the whole test suite")
    test.add_argument("paths", nargs="*", metavar="PATH", help="only these tests")
    add("start", "as run, but in the background", profile, serving)
    add("stop", "stop the center and its database server")
    add("status", "tell what runs and where")
    shell = add("shell", "Python with the center's records (also from stdin)", profile)
    shell.add_argument("script", nargs="?", metavar="FILE", help="a script to run")
    add("update", "renew Odoo and update all addons, after a git pull", profile)
    backup = add("backup", "write database and files into FILE", profile)
    backup.add_argument("file", metavar="FILE", type=Path)
    restore = add(
        "restore", "put the backup FILE in place (asks first)", profile, agreed
    )
    restore.add_argument("file", metavar="FILE", type=Path)
    add("reset", "throw the databases of this clone away (asks first)", agreed)
    bench = add("bench", "run the measurements in tests/bench")
    bench.add_argument("names", nargs="*", metavar="NAME", help="only these")
    bench.add_argument(
        "--size",
        type=int,
        metavar="N",
        help="dossiers to measure on (1,000,000 unless told: some 8 GB of disk)",
    )
    bench.add_argument(
        "--clean",
        action="store_true",
        help="measure nothing, remove the databases of the measurements",
    )
    subparsers.add_parser("help", help="show this list")
    return parser


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main(arguments):
    """Run one command.

    :param arguments: the words after ./tthc
    :return: the exit code
    """
    if sys.version_info < OLDEST_PYTHON:
        print("The launcher needs Python 3.11 or later.", file=sys.stderr)
        return 1
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command in {None, "help"}:
        parser.print_help()
        return 0
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return options.function(ROOT, options) or 0
    except KeyboardInterrupt:
        print("\nInterrupted; the next run continues from here.", file=sys.stderr)
        return 130
    except (LauncherError, OSError) as error:
        if os.environ.get("TTHC_DEBUG"):
            traceback.print_exc()
        print(f"\nError: {error}", file=sys.stderr)
        return 1
