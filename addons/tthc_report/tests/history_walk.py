"""Random lives of dossiers by the real actions, and a naive reckoning of their log.

The reckoning shares nothing with the dated rows: it reads the log anew for each day,
leaves out what was taken back by then, and takes the last word of each kind.
"""

import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

A_DAY = timedelta(days=1)
SEVEN_HOURS = timedelta(hours=7)
#: What is tried in each state, the likely ones more than once.
TRIED = {
    "received": (*("transfer",) * 8, "withdraw", "annul", "apologise"),
    "processing": (
        *("finish_step", "resolve", "resolve", "resolve", "ask_supplement"),
        *("request_supplement", "request_supplement", "consult", "end_pause"),
        *("ask_fee", "withdraw", "stop", "apologise", "undo"),
    ),
    "supplement": ("accept_supplement", "accept_supplement", "withdraw", "undo"),
    "fee_wait": ("confirm_fee", "confirm_fee", "stop", "undo"),
    "resolved": ("give_back", "give_back", "undo"),
}
SETTLING = ("resolve", "refuse_supplement", "return_now")
HANDING = ("give_back", "return_now")


class Walk:
    """Some weeks of a center, made of random actions."""

    def __init__(self, case, draw):
        """Prepare versions of each policy.

        :param case: test case with the data of ``DossierData``
        :param draw: ``random.Random``
        """
        self.case = case
        self.env = case.env
        self.draw = draw
        self.dossiers = self.env["tthc.dossier"]
        self.done = Counter()

    def step(self, moment):
        """Receive one dossier or move one by a random action."""
        with frozen(moment):
            if not self.dossiers or self.draw.random() < 0.15:
                self._receive()
                return
            dossier = self.draw.choice(self.dossiers)
            tried = TRIED.get(dossier.state)
            if not tried:
                return
            action = self.draw.choice(tried)
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"_{action}", self._plain)(dossier, action, moment)
                self.done[action] += 1
            except UserError:
                self.done["refused"] += 1

    def _receive(self):
        desk = self.env["tthc.intake.desk"].with_user(self.case.clerk)
        version = self.draw.choice(self.case.versions)
        channel = self.draw.choice(("direct", "direct", "online"))
        intake = self.case.intake(version=version, channel=channel)
        if version.immediate and self.draw.random() < 0.5:
            answer = desk.return_now(intake, "1/KQ")
        else:
            answer = desk.receive(intake)
        self.dossiers += self.env["tthc.dossier"].browse(answer["id"])
        self.done["receive"] += 1

    def _plain(self, dossier, action, _moment, **arguments):
        # sudo: whoever's turn it is; rights are no matter of this test
        acting = dossier.with_user(self.case.leader).sudo()
        acting._run(action, **arguments)

    def _withdraw(self, dossier, action, moment):
        self._plain(dossier, action, moment, reason="Xin rút")

    _stop = _annul = _withdraw

    def _finish_step(self, dossier, action, moment):
        self._plain(dossier, action, moment, outcome="granted")

    def _resolve(self, dossier, action, moment):
        while len(dossier.step_ids.filtered(lambda step: step.state != "done")) > 1:
            self._finish_step(dossier, "finish_step", moment)
        outcome = self.draw.choice(("granted", "granted", "refused"))
        values = {"outcome": outcome, "number": "12/GP", "note": "Đủ căn cứ"}
        self._plain(dossier, action, moment, **values)

    def _ask_supplement(self, dossier, action, moment):
        lines = [{"name": "Bản vẽ", "original": 1}]
        self._plain(dossier, action, moment, reason="Thiếu bản vẽ", lines=lines)

    def _consult(self, dossier, action, moment):
        self._plain(
            dossier,
            action,
            moment,
            agency=self.case.other_agency,
            reason="Hỏi",
            value=2,
            unit="working_day",
        )

    def _end_pause(self, dossier, action, moment):
        self._plain(dossier, action, moment, answer="Đồng ý")

    def _ask_fee(self, dossier, action, moment):
        self._plain(dossier, action, moment, reason="Nộp lệ phí")

    def _confirm_fee(self, dossier, action, moment):
        self._plain(dossier, action, moment, proof="BL 7")

    def _apologise(self, dossier, action, moment):
        calendar = self.case.center.resource_calendar_id
        days = self.draw.randint(1, 6)
        old = dossier.due and (dossier.due + SEVEN_HOURS).date()
        new = calendar.tthc_working_day_from((old or moment.date()) + days * A_DAY)
        self._plain(dossier, action, moment, reason="Quá tải", new_date=new)

    def _request_supplement(self, dossier, action, moment):
        if not dossier._open_requests():
            self._ask_supplement(dossier, "ask_supplement", moment)
        self._plain(dossier, action, moment)

    def _give_back(self, dossier, action, moment):
        self._plain(dossier, action, moment, proof="receipt", means="phone")

    def succeed(self, moment):
        """The other agency takes over what is open."""
        opened = self.dossiers.filtered(
            lambda row: row.agency_id == self.case.agency and row.state in TRIED
        )
        with frozen(moment):
            # sudo: done by the reorganisation, not by a person
            opened.sudo()._hand_to_successor(
                self.case.agency, self.case.other_agency, "QĐ 9/QĐ-UBND"
            )


class Reckoning:
    """The columns of a period, from the log and nothing else."""

    def __init__(self, dossiers):
        """Read the log.

        :param dossiers: ``tthc.dossier``
        """
        self.channels = {row.id: row.channel for row in dossiers}
        self.logs = {
            row.id: [_told(event) for event in row.event_ids.sorted("seq")]
            for row in dossiers
        }

    def columns(self, first, last, convention):
        """Dossiers of each column.

        :param convention: dict of the four settings
        :return: dict (agency id, column) → set of dossier ids
        """
        cells = defaultdict(set)
        for dossier_id in self.logs:
            truth = self._truth(dossier_id, last)
            if not truth:
                continue
            part = _part(truth, first, last, convention)
            if not part:
                continue
            if truth["received"] < first:
                came = "c6"
            elif self.channels[dossier_id] == "online":
                came = "c4"
            else:
                came = "c5"
            cells[truth["agency"], came].add(dossier_id)
            cells[truth["agency"], part].add(dossier_id)
        return cells

    def _truth(self, dossier_id, last):
        """What was known of a dossier at the end of a day."""
        told = [entry for entry in self.logs[dossier_id] if entry["day"] <= last]
        gone = set()
        for entry in told:
            if entry["kind"] == "undo":
                gone |= {entry["seq"], entry["undone_seq"]}
        told = [entry for entry in told if entry["seq"] not in gone]
        if not any(entry["kind"] in ("receive", "return_now") for entry in told):
            return None
        if any(entry["kind"] == "annul" for entry in told):
            return None
        truth = {"first_due": None, "due": None, "still": False}
        for entry in told:
            if entry.get("state_to"):
                truth["state"] = entry["state_to"]
            truth["still"] = bool(entry.get("stands_still"))
            if entry["kind"] in ("receive", "return_now"):
                truth["received"] = entry["day"]
                truth["agency"] = entry["agency"]
            if entry["kind"] == "succession" and entry["lead"]:
                truth["agency"] = entry["agency_to"]
            if "due" in entry:
                if (entry.get("due_lines") or [{}])[0].get("kind") != "appointed":
                    truth["first_due"] = entry["due"]
                truth["due"] = entry["due"]
            if entry["kind"] in SETTLING:
                truth["settled"] = entry["day"]
            if entry["kind"] in HANDING:
                truth["handed"] = entry["day"]
            if entry["state_to"] in ("withdrawn", "stopped"):
                truth.setdefault("ended", entry["day"])
        return truth


def _part(truth, first, last, convention):
    """Column of what became of a dossier, None where it is not in the table."""
    state, handed = truth["state"], convention["finished"] == "handed"
    due = truth["first_due" if convention["promised"] == "first" else "due"]
    if state in ("withdrawn", "stopped"):
        counts = convention["withdrawn"] == "on_time" and truth["ended"] >= first
        return "c9" if counts else None
    if state == "returned" or (state == "resolved" and not handed):
        finished = truth["handed" if handed else "settled"]
        if finished < first:
            return None
        if due is None or finished == due:
            return "c9"
        return "c8" if finished < due else "c10"
    waits = state in ("supplement", "fee_wait") or (
        state in ("received", "processing") and truth["still"]
    )
    if waits and convention["waiting"] == "in_term":
        return "c12"
    return "c13" if due and due < last else "c12"


def _told(event):
    entry = json.loads(event.payload)
    entry["day"] = _day(entry["happened_at"])
    if "due" in entry:
        entry["due"] = entry["due"] and _day(entry["due"])
    return entry


def _day(text):
    """Local day of an instant (naive UTC) in text; Vietnam has one time zone."""
    return (datetime.fromisoformat(text) + SEVEN_HOURS).date()


def make_versions(case):
    """One version of each policy that moves a due date."""
    consulted = [
        Command.create({"sequence": 1, "name": "Thẩm định"}),
        Command.create(
            {
                "sequence": 2,
                "name": "Hỏi ý kiến",
                "kind": "consultation",
                "excluded_from_clock": True,
                "agency_id": case.other_agency.id,
            }
        ),
        Command.create({"sequence": 3, "name": "Ký", "role": "leader"}),
    ]
    make = case.make_version
    return [
        make(case.env, "1.999101", "Chạy lại", 1, supplement_policy="restart"),
        make(case.env, "1.999102", "Không tính", 1, supplement_policy="exclude"),
        make(case.env, "1.999103", "Lấy ý kiến", 1, step_ids=consulted),
        make(case.env, "1.999104", "Trả ngay", 1, immediate=True),
        make(
            case.env,
            "1.999105",
            "Không thời hạn",
            1,
            limit_value=0,
            limit_unit=False,
            no_legal_limit=True,
        ),
    ]


def periods():
    """Periods of each kind that the law and the calendar know, and odd ones."""
    return [
        (date(2026, 8, 15), date(2026, 9, 14)),
        (date(2026, 9, 15), date(2026, 10, 14)),
        (date(2026, 10, 15), date(2026, 11, 14)),
        (date(2026, 9, 1), date(2026, 9, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2025, 12, 15), date(2026, 12, 14)),
        (date(2026, 9, 9), date(2026, 9, 9)),
        (date(2026, 8, 31), date(2026, 9, 21)),
    ]
