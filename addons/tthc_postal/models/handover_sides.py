"""The two sides of hand-over minutes."""

#: Who stands on the two sides, by kind of minutes.
SIDES = {
    "center": {"a": "courier", "b": "counter"},
    "stop": {"a": "courier", "b": "agency"},
    "direct": {"a": "counter", "b": "agency"},
}
OTHER = {"a": "b", "b": "a"}
