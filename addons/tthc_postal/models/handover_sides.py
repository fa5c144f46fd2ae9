"""The two sides of hand-over minutes."""

#: Who stands on the two sides, by kind of minutes.
SIDES = {
    "center": {"a": "courier", "b": "counter"},
    "stop": {"a": "courier", "b": "agency"},
    "direct": {"a": "counter", "b": "agency"},
    "post": {"a": "courier", "b": "counter"},
}
OTHER = {"a": "b", "b": "a"}
#: What tells an open sheet from every other one: there is one of each at a time.
PLACE = (
    "kind",
    "center_id",
    "courier_id",
    "round_id",
    "round_stop_id",
    "agency_id",
    "corrects_id",
)
