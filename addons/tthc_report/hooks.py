"""What the addon does once, when it is installed."""


def post_init_hook(env):
    """Write the facts of what ended before the addon was there."""
    env["tthc.step.hours"]._fill()
    env["tthc.step.usual"]._refresh()
