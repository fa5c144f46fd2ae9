"""The one exception that the launcher shows to its user as a plain sentence."""


class LauncherError(Exception):
    """Something the user can act on; its text is one clear sentence or two."""
