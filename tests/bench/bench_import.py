"""Import 2,000 procedures and their 10,000 papers from CSV.

Runs in ``./tthc bench`` (an Odoo shell: ``env`` is given). Each file is checked, then
imported, then imported again; the first import of a fifth of the rows tells whether
the queries grow with the rows. Nothing is kept.
"""

import csv
import io
from base64 import b64encode
from time import perf_counter

PROCEDURES = 2000
PAPERS = 5
UNITS = ("working_day", "day", "hour")


def as_csv(head, rows):
    """Bytes of a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def procedures(prefix, count):
    """A file of procedures, each tenth with a name of 800 characters."""
    head = "code name field competent_agency time_limit_value time_limit_unit".split()
    return as_csv(
        head,
        [
            (
                f"{prefix}.{n:06d}",
                f"Thủ tục đo thử số {n} " * (1 if n % 10 else 36),
                f"Lĩnh vực {n % 40}",
                "Sở Đo thử",
                n % 30 + 1,
                UNITS[n % 3],
            )
            for n in range(count)
        ],
    )


def papers(prefix, count):
    """A file of the papers of these procedures."""
    head = "procedure_code seq name original_count copy_count".split()
    return as_csv(
        head,
        [
            (f"{prefix}.{n:06d}", k, f"Giấy tờ {k} của thủ tục {n}", 1, k % 2)
            for n in range(count)
            for k in range(1, PAPERS + 1)
        ],
    )


def measure(env, content, kind, method):
    """Seconds, queries and counts of one method on a new import."""
    record = env["tthc.catalog.import"].create(
        {"data": b64encode(content), "filename": f"{kind}.csv", "kind": kind}
    )
    env.flush_all()
    env.invalidate_all()
    before, start = env.cr.sql_log_count, perf_counter()
    getattr(record, method)()
    env.flush_all()
    seconds = perf_counter() - start
    queries = env.cr.sql_log_count - before
    counts = f"{record.new_count} new, {record.unchanged_count} unchanged"
    print(
        f"{method:<14}{kind:<11}{record.row_count:>6} rows{seconds:>8.1f} s"
        f"{queries:>7} queries  {counts}, {record.refused_count} refused"
    )
    return seconds, queries


def main(env):
    """Print the table of the measurement."""
    env["tthc.agency"].create({"name": "Sở Đo thử", "identifier": "H98.1"})
    small = PROCEDURES // 5
    few = [
        measure(env, make("8", small), kind, "action_import")[1]
        for kind, make in (("procedure", procedures), ("component", papers))
    ]
    total, many = 0, []
    for kind, make in (("procedure", procedures), ("component", papers)):
        content = make("9", PROCEDURES)
        measure(env, content, kind, "action_check")
        seconds, queries = measure(env, content, kind, "action_import")
        total += seconds
        many.append(queries)
    for kind, make in (("procedure", procedures), ("component", papers)):
        measure(env, make("9", PROCEDURES), kind, "action_import")
    print(f"both imports {total:.1f} s; 60 s are allowed")
    for kind, less, more in zip(("procedure", "component"), few, many, strict=True):
        print(f"queries of {kind}: {more / less:.2f} times for 5 times the rows")
    env.cr.rollback()


main(env)  # noqa: F821 -- given by the shell
