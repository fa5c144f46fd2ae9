"""Find procedures at the counter among 2,000, as a clerk with record rules.

Runs in ``./tthc bench`` (an Odoo shell: ``env`` is given). Beside it, in the same
database: the first page of 2,000 contacts by Odoo's own list. Each procedure has four
papers, one with a form code, and the center has received 36,000 dossiers in the last
90 days. Nothing is kept.
"""

from datetime import timedelta
from statistics import median
from time import perf_counter

from odoo import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock

RUNS = 20
PROCEDURES = 2000
DOSSIERS = 36000
ANALYZED = (
    "tthc_dossier",
    "tthc_procedure",
    "tthc_procedure_version",
    "tthc_procedure_admission",
    "tthc_admission_period",
)
VERBS = ("Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Thu hồi", "Đăng ký", "Xác nhận")
THINGS = (
    "giấy phép xây dựng nhà ở riêng lẻ",
    "chứng chỉ hành nghề hoạt động xây dựng",
    "giấy chứng nhận đăng ký hộ kinh doanh",
    "khai sinh có yếu tố nước ngoài",
    "quyền sử dụng đất và tài sản gắn liền với đất",
    "giấy phép khai thác nước dưới đất đối với công trình quy mô vừa và nhỏ",
)
QUERIES = {
    "empty": "",
    "code, beginning": "1.99",
    "code, whole": "1.990123",
    "two words, any order": "nha phep",
    "five words": "dat quyen tai san dang",
    "form code": "mẫu số 01",
    "form code of a word": "TK1500",
    "nothing found": "khong co dau",
}


def prepare(env):
    """Make a center, its clerk and 2,000 approved procedures admitted there.

    :return: center, counter and clerk
    """
    agency = env["tthc.agency"].create(
        {"name": "Sở Đo thử", "identifier": "H98.1", "identifier_long": "000.00.01.H98"}
    )
    center = env["tthc.center"].create(
        {"name": "Trung tâm đo thử", "agency_id": agency.id, "place_name": "Thử"}
    )
    counter = env["tthc.counter"].create(
        {"code": "98", "name": "Quầy đo", "center_id": center.id}
    )
    procedures = env["tthc.procedure"].create(
        [{"code": f"1.99{number:04}"} for number in range(PROCEDURES)]
    )
    versions = env["tthc.procedure.version"].create(
        [
            {
                "procedure_id": procedure.id,
                "name": f"{VERBS[number % len(VERBS)]} "
                f"{THINGS[number % len(THINGS)]} số {number}",
                "agency_id": agency.id,
                "valid_from": "2015-01-01",
                "limit_value": 20,
                "limit_unit": "working_day",
                "component_ids": [
                    Command.create({"name": "Đơn đề nghị", "form_code": form})
                    for form in (f"Mẫu số {number % 40:02}", f"TK{number}", "", "")
                ],
            }
            for number, procedure in enumerate(procedures)
        ]
    )
    versions.action_propose()
    versions.action_approve()
    env["tthc.procedure.admission"].create(
        [
            {"procedure_id": procedure.id, "center_id": center.id}
            for procedure in procedures
        ]
    )
    clerk = new_test_user(
        env,
        "bench_finder",
        groups="tthc_base.group_reception,base.group_partner_manager",
        tthc_center_id=center.id,
        tthc_counter_id=counter.id,
        tthc_agency_ids=[Command.set(agency.ids)],
    )
    return center, counter, clerk


def receive_many(env, center, counter):
    """Rows of dossiers received in the last 90 days, straight into the table."""
    env.flush_all()
    env.cr.execute(
        SQL(
            """INSERT INTO tthc_dossier
                 (version_id, procedure_id, center_id, counter_id,
                  state, channel, result_channel, received_at)
               SELECT v.id, v.procedure_id, %s, %s, 'received', 'direct', 'direct',
                      %s - n * interval '3 minutes'
                 FROM generate_series(1, %s) n
                 JOIN (SELECT id, procedure_id,
                              row_number() OVER (ORDER BY id) AS place
                         FROM tthc_procedure_version WHERE code LIKE '1.99%%') v
                   ON v.place = 1 + (n::bigint * n) %% %s""",
            center.id,
            counter.id,
            clock.now() - timedelta(minutes=5),
            DOSSIERS,
            PROCEDURES,
        )
    )
    # What the database does by itself a minute after so many new rows.
    for table in ANALYZED:
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


def measure(env, work):
    """Run a piece of work several times, caches of records emptied before each.

    :return: median milliseconds and queries of one run
    """
    times, queries = [], []
    for _run in range(RUNS + 1):
        env.flush_all()
        env.invalidate_all()
        before, start = env.cr.sql_log_count, perf_counter()
        work()
        times.append(1000 * (perf_counter() - start))
        queries.append(env.cr.sql_log_count - before)
    return median(times[1:]), median(queries[1:])


def main(env):
    """Print the table of the measurement."""
    center, counter, clerk = prepare(env)
    receive_many(env, center, counter)
    desk = env["tthc.intake.desk"].with_user(clerk)
    contacts = env["res.partner"].with_user(clerk)
    env["res.partner"].create([{"name": f"Người {n}"} for n in range(PROCEDURES)])

    def first_page():
        contacts.web_search_read([], {"name": {}, "phone": {}}, limit=80)

    standard = measure(env, first_page)
    row = "{:<34}{:>9.1f} ms{:>6.0f} queries{:>8.2f}"
    print(f"{'':<34}{'':>12}{'':>14}{'ratio':>8}")
    print(row.format("first page of 2,000 contacts", *standard, 1))
    for label, text in QUERIES.items():
        figures = measure(env, lambda text=text: desk.search_procedures(text))
        found = len(desk.search_procedures(text))
        ratio = figures[0] / standard[0]
        print(row.format(f"{label} ({found} found)", *figures, ratio))
    if hasattr(desk, "favourites"):
        figures = measure(env, desk.favourites)
        print(row.format("favourites", *figures, figures[0] / standard[0]))
    env.cr.rollback()


main(env)  # noqa: F821 -- given by the shell
