from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import frozen, now

from ..tools.demo_scan import demo_scan

HOUR = timedelta(hours=1)
#: A result that nobody has collected for so many days.
LONG_WAIT = 45
NOTES = (500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000)
#: What is missing in the till of the day before, đồng.
MISSING = 2000


class TthcSeed(models.AbstractModel):
    """The day's story of the demo: each screen has something to look at.

    Times are counted back in working days of the center, so that the story can be told
    on any day of the year.
    """

    # Of its own, for the length of the file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tthc.seed"

    @api.model
    def _load_story_demo(self):
        """Money, papers, notices, letters and files of invented people."""
        seed = self.with_context(lang="vi_VN")
        versions = seed._demo_versions(seed._demo_user("clerk"))
        if not versions:
            return
        seed._demo_money()
        seed._demo_papers(versions)
        seed._demo_together(versions)
        seed._demo_results(versions)
        seed._demo_outage(versions[0])
        seed._demo_apologies()
        seed._demo_archive()
        seed._demo_notices()

    # -- who, when, what ------------------------------------------------------------

    @api.model
    def _demo_user(self, name):
        return self.env.ref(f"tthc_base.user_demo_{name}")

    @api.model
    def _demo_opening(self, back):
        """When the center opened, so many working days ago (naive UTC)."""
        center = self._demo_user("clerk").tthc_center_id
        calendar, day = center.resource_calendar_id, center._today()
        for _turn in range(back):
            day = calendar.tthc_previous_working_day(day)
        return calendar.tthc_next_opening(center._utc(datetime.combine(day, time.min)))

    @api.model
    def _demo_receive(self, number, version, moment, **values):
        """Receive one dossier at counter 07.

        :param values: what differs from the usual intake of the demo
        """
        desk = self.env["tthc.intake.desk"].with_user(self._demo_user("clerk"))
        with frozen(moment):
            answer = desk.receive({**self._demo_intake(number, version), **values})
        return self.env["tthc.dossier"].browse(answer["id"])

    # -- money ----------------------------------------------------------------------

    @api.model
    def _demo_money(self):
        """The till of the day before is closed, that of today is open."""
        version = self._demo_version_with_fee()
        if not version:
            return
        before, today = self._demo_opening(1) + HOUR, now()
        cash = self._demo_pay(201, version, before, {"method": "cash"})
        transfer = {"method": "transfer", "reference": "CK-demo-01"}
        self._demo_pay(202, version, before, transfer)
        self._demo_close_till(cash.session_id, before + 7 * HOUR)
        self._demo_pay(203, version, today, {"method": "cash"})
        self._demo_pay(204, version, today, {**transfer, "reference": "CK-demo-02"})
        clerk = self._demo_user("clerk")
        exempt = self._demo_receive(205, version, today)
        exempt.fee_ids.with_user(clerk).action_exempt(
            reason="Giấy xác nhận hộ nghèo (demo)"
        )

    @api.model
    def _demo_version_with_fee(self):
        clerk = self._demo_user("clerk")
        center = clerk.tthc_center_id
        versions = self.env["tthc.procedure.version"]
        return versions.search(
            versions._domain_in_force(center._today())
            & Domain("agency_id", "in", clerk.tthc_agency_ids.ids)
            & Domain("fee_known", "=", True)
            & Domain("fee_amount", ">", MISSING)
            & Domain("case_ids", "=", False)
            & Domain("procedure_id.admission_ids.center_id", "=", center.id),
            order="id",
            limit=1,
        )

    @api.model
    def _demo_pay(self, number, version, moment, payment):
        """Receive a dossier and collect its fee.

        :return: ``tthc.fee.payment``
        """
        dossier = self._demo_receive(number, version, moment)
        amounts = {str(fee.id): fee.balance for fee in dossier.fee_ids}
        desk = self.env["tthc.fee.desk"].with_user(self._demo_user("clerk"))
        with frozen(moment):
            made = desk.collect({"amounts": amounts, **payment})
        return self.env["tthc.fee.payment"].browse(made["id"])

    @api.model
    def _demo_close_till(self, till, moment):
        counts, left = {}, int(till.expected) - MISSING
        for note in NOTES:
            counts[note], left = divmod(left, note)
        with frozen(moment):
            till.with_user(till.user_id).action_close(
                counts, "Trả thừa tiền lẻ cho khách (demo)"
            )

    # -- papers ---------------------------------------------------------------------

    @api.model
    def _demo_papers(self, versions):
        """Scans on two dossiers; originals of one are held for comparison."""
        for number, version in enumerate(versions[:2], start=211):
            papers = self._demo_intake(number, version)["components"]
            papers = [{**row, "original": row["original"] or 1} for row in papers]
            papers[0]["to_give_back"] = number == 211
            moment = self._demo_opening(1) + 2 * HOUR
            dossier = self._demo_receive(number, version, moment, components=papers)
            with frozen(moment + HOUR / 2):
                self._demo_scan(dossier)

    @api.model
    def _demo_scan(self, dossier):
        kinds = (("PNG", "to-khai-demo.png"), ("PDF", "ban-sao-demo.pdf"))
        papers = dossier.component_ids.with_user(self._demo_user("clerk"))
        for paper, (kind, name) in zip(papers, kinds, strict=False):
            title = f"{name} {dossier.code}"
            paper._attach([(name, demo_scan(kind, title))])

    @api.model
    def _demo_together(self, versions):
        """Two dossiers on one receipt, and one that somebody else may bring."""
        moment = self._demo_opening(1) + 3 * HOUR
        bringer = {
            "name": "Trần Thị Người Nộp (demo)",
            "identity": "000000000999",
            "phone": "0900000999",
        }
        group = {"group_key": "demo-group", "submitter": bringer}
        for number, version in enumerate(versions[:2], start=221):
            self._demo_receive(number, version, moment, **group)
        self._demo_receive(
            223,
            versions[-1],
            moment,
            submitter=bringer,
            authorised=True,
            authorisation="Giấy ủy quyền số 01/UQ (demo)",
        )

    # -- results --------------------------------------------------------------------

    @api.model
    def _demo_results(self, versions):
        """A signed result of the day before; another waits for weeks."""
        self._demo_signed_result(231, versions[-1], self._demo_opening(2))
        center = self._demo_user("clerk").tthc_center_id
        long_ago = now() - timedelta(days=LONG_WAIT)
        moment = center.resource_calendar_id.tthc_next_opening(long_ago)
        day = center._local_day(moment)
        old = versions.filtered(lambda row: row._in_force_on(day))[:1]
        if old:
            self._demo_signed_result(232, old, moment)

    @api.model
    def _demo_signed_result(self, number, version, moment):
        people = [self._demo_user(name) for name in ("clerk", "specialist", "leader")]
        dossier = self._demo_dossier(number, version, moment, people, 3)
        clerk, _specialist, leader = people
        with frozen(moment + 11 * HOUR):
            dossier.with_user(leader).action_resolve(
                results=[
                    {
                        "number": f"{number}/GP-demo",
                        "signer_name": leader.name,
                        "signer_title": "Giám đốc Sở",
                    }
                ]
            )
            scan = demo_scan("PDF", f"{number}/GP-demo")
            dossier.result_ids.with_user(clerk)._attach_result([("kq-demo.pdf", scan)])

    # -- power cut ------------------------------------------------------------------

    @api.model
    def _demo_outage(self, version):
        """A pack of five; of two numbers given out one was entered afterwards."""
        clerk, manager = self._demo_user("clerk"), self._demo_user("manager")
        begin = self._demo_opening(2) + HOUR
        packs = self.env["tthc.receipt.pack"].with_user(manager)
        with frozen(begin - timedelta(days=1)):
            pack = packs.create({"amount": 5, "note": "Ngăn kéo quầy 07 (demo)"})
            pack._note_print(pack.blank_ids)
        blanks = pack.blank_ids.sorted("number")
        received_at = begin + HOUR / 2
        desk = self.env["tthc.intake.desk"].with_user(clerk)
        with frozen(begin + 3 * HOUR):
            self.env["tthc.outage"].with_user(manager).create(
                {
                    "date_from": begin,
                    "date_to": begin + 2 * HOUR,
                    "reason": "Mất điện toàn khu vực (demo)",
                }
            )
            intake = self._demo_intake(241, version)
            desk.receive_late(
                {**intake, "received_at": str(received_at)}, blanks[0].code
            )
            pack.action_hand_out(blanks[1].code)

    # -- letters of apology -----------------------------------------------------------

    @api.model
    def _demo_apologies(self):
        """One letter waits for its signature, one is signed."""
        dossiers = self.env["tthc.dossier"].search(
            [
                ("state", "=", "processing"),
                ("due", "!=", False),
                ("paused_at", "=", False),
                ("center_id", "=", self._demo_user("clerk").tthc_center_id.id),
            ],
            order="id",
            limit=2,
        )
        if len(dossiers) < 2:
            return
        drafted, signed = dossiers
        specialist, leader = self._demo_user("specialist"), self._demo_user("leader")
        drafted.with_user(specialist).action_draft_apology(
            "Chờ ý kiến của cơ quan phối hợp (demo)", drafted._earliest_new_date(now())
        )
        signed.with_user(leader).action_apologise(
            "Phải kiểm tra lại thực địa (demo)", signed._earliest_new_date(now())
        )

    # -- archive ----------------------------------------------------------------------

    @api.model
    def _demo_archive(self):
        """A draft with two closed files, and one file that the archive may receive."""
        clerk = self._demo_user("clerk")
        dossiers = self.env["tthc.dossier"].with_user(clerk)
        closed = dossiers.search(
            [("state", "=", "returned"), ("closed_at", "=", False)],
            order="id",
            limit=3,
        )
        for dossier in closed:
            rows = dossier._default_documents()
            dossier.action_close_file(
                [{**row, "sheet_count": row["sheet_count"] or 1} for row in rows]
            )
        handovers = self.env["tthc.archive.handover"].with_user(clerk)
        handed = handovers.create({"note": "Đợt trước (demo)"})
        handed._add(closed[2:])
        if handed.line_ids:
            handed.action_hand_over()
        handovers.create({"note": "Đang chuẩn bị (demo)"})._add(closed[:2])

    # -- notices ----------------------------------------------------------------------

    @api.model
    def _demo_notices(self):
        """Notices in all states: on trial, failed, and told by phone."""
        clerk = self._demo_user("clerk")
        waiting = self.env["tthc.notice"].search(
            [
                ("state", "=", "waiting"),
                ("channel", "=", "sms"),
                ("center_id", "=", clerk.tthc_center_id.id),
            ],
            order="id",
        )
        true = waiting.filtered(lambda row: row.dossier_id._is_still_told(row.event))
        failed, told, tried = true[:1], true[1:2], true[2:]
        if not tried:
            return
        failed._give_up("Cổng tin nhắn từ chối: số không tồn tại (demo)")
        failed.dossier_id._ask_to_tell()
        told.with_user(clerk).action_told("phone", "Người nhà nghe máy (demo)")
        # In the night no SMS is sent: this is told as of the last working day.
        with frozen(self._demo_opening(1) + 3 * HOUR):
            for notice in tried:
                if notice._prepare():
                    notice._deliver()
