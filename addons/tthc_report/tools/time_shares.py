"""Where a span of time went: every working minute is told once.

Pure Python: spans and a measure in, minutes a kind out. The parts add up to the whole,
because each is the difference of two readings of the same measure.
"""

from itertools import pairwise

#: Kinds of spans, the stronger first: who waits for the citizen waits for nobody else,
#: and a folder on the way matters only while the dossier does not stand still.
KINDS = ("citizen", "other", "way", "desk")
#: What no span tells: the agency at work.
REST = "work"


def time_shares(start, end, spans, measure):
    """Share a stretch of time out among what happened in it.

    :param start: instant
    :param end: instant, not before the start
    :param spans: triples of a kind of :data:`KINDS` and the instants from and to; an
        open end is None
    :param measure: function of an instant: working minutes since the start
    :return: dict of each kind and :data:`REST` → minutes, which sum up to
        ``measure(end) - measure(start)``
    """
    clipped = [
        (kind, max(since, start), min(until or end, end))
        for kind, since, until in spans
    ]
    clipped = [span for span in clipped if span[1] < span[2]]
    bounds = sorted(
        {start, end, *(span[1] for span in clipped), *(span[2] for span in clipped)}
    )
    shares = dict.fromkeys((*KINDS, REST), 0)
    for first, last in pairwise(bounds):
        inside = {
            kind for kind, since, until in clipped if since <= first and last <= until
        }
        kind = next((kind for kind in KINDS if kind in inside), REST)
        shares[kind] += measure(last) - measure(first)
    return shares
