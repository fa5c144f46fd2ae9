"""What the launcher prints: numbered steps with progress and elapsed seconds."""

import sys
import time
from contextlib import contextmanager

PROGRESS_SECONDS = 5
_started = time.monotonic()


def elapsed():
    """Return the seconds since the launcher began, as a float."""
    return time.monotonic() - _started


def say(text=""):
    """Print one line at once."""
    print(text, flush=True)


def warn(text):
    """Print one line on standard error: worth knowing, nothing to do."""
    print(f"Note: {text}", file=sys.stderr, flush=True)


class Step:
    """One step of the set-up; it shows its progress and then how long it took."""

    def __init__(self, title):
        self.title = title
        self.result = "ok"
        self._began = time.monotonic()
        self._shown = self._began
        self._live = sys.stdout.isatty()

    def progress(self, text):
        """Show how far the step is: in place on a terminal, else now and then."""
        now = time.monotonic()
        if self._live:
            print(f"\r  {self.title}: {text}\033[K", end="", flush=True)
        elif now - self._shown >= PROGRESS_SECONDS:
            self._shown = now
            say(f"  {self.title}: {text}")

    def done(self, result):
        """Keep the word or two that the closing line shows."""
        self.result = result

    def close(self):
        """Print the closing line."""
        seconds = time.monotonic() - self._began
        start = "\r" if self._live else ""
        end = "\033[K" if self._live else ""
        say(f"{start}  {self.title}: {self.result} ({seconds:.1f} s){end}")


@contextmanager
def step(title):
    """Run one step: `with step("Odoo 19") as current: …`.

    :param title: the name of the step, shown in front of each of its lines
    """
    current = Step(title)
    current.progress("…")
    try:
        yield current
    except BaseException:
        current.done("stopped")
        raise
    finally:
        current.close()


def confirm(question):
    """Ask a yes/no question; anything but "yes" or "y" is a no, as is no terminal.

    :param question: the sentence to show
    :return: True when the user agreed
    """
    try:
        answer = input(f"{question} [y/N] ")
    except EOFError:
        return False
    return answer.strip().lower() in {"y", "yes"}
