"""How a line stands that the system itself can count."""

from dataclasses import dataclass, field

#: So many of what is missing are named; the list behind the line shows the rest.
SHOWN = 5


@dataclass(frozen=True)
class Standing:
    """So many of so many, and which ones are missing."""

    done: int = 0
    total: int = 0
    missing: list = field(default_factory=list)
    #: Nothing to count is in order, such as a center without other agencies.
    may_be_empty: bool = False

    @classmethod
    def of(cls, names, held, may_be_empty=False):
        """Count what is held of what is asked for.

        :param names: dict of key → name of what is asked for
        :param held: keys of what there is
        :param may_be_empty: whether there may be nothing to count
        """
        missing = [name for key, name in names.items() if key not in held]
        return cls(len(names) - len(missing), len(names), missing, may_be_empty)

    @property
    def holds(self):
        """Whether nothing is missing."""
        if not self.total:
            return self.may_be_empty
        return self.done >= self.total

    def text(self, env):
        """The standing in words: “18/20, missing: …”.

        :param env: environment, for the language
        """
        if not self.total:
            return env._("None needed") if self.may_be_empty else env._("None yet")
        if self.holds or not self.missing:
            return f"{self.done}/{self.total}"
        more = len(self.missing) - SHOWN
        names = ", ".join(self.missing[:SHOWN])
        if more > 0:
            names = env._("%(names)s and %(count)s more", names=names, count=more)
        return env._(
            "%(done)s/%(total)s, missing: %(names)s",
            done=self.done,
            total=self.total,
            names=names,
        )

    def values(self):
        """The standing as data that can be kept."""
        return {
            "done": self.done,
            "total": self.total,
            "missing": self.missing,
            "may_be_empty": self.may_be_empty,
        }
