from datetime import timedelta

from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY
from .reorganisation_common import MONDAY, ReorganisationCase


class TestReorganisationPlan(ReorganisationCase):
    """Point 9 of the catalog: the preview of open work, splits and amounts."""

    def test_p09_preview_counts_open_work_and_archive(self):
        self._transferred()
        self._transferred()
        self.resolved()
        merger = self._merge()
        with frozen(MONDAY):
            merger.action_preview()
        counts = {item.label: item.count for item in merger.move_ids}
        self.assertEqual(counts["Open dossiers"], 2)
        self.assertEqual(counts["Open steps"], 4)
        self.assertEqual(counts["Closed dossiers"], 1)
        self.assertIn(
            "2 open dossiers are due by the fifth day",
            " ".join(merger.remark_ids.mapped("message")),
        )
        for item in merger.move_ids:
            found = self.env[item.res_model].search_count(item.domain)
            self.assertEqual(found, item.count, item.label)

    def test_p09_dossier_received_after_the_preview_moves_too(self):
        merger = self._merge()
        with frozen(MONDAY):
            merger.action_preview()
        late = self.receive(MONDAY - timedelta(hours=1))
        with frozen(MONDAY):
            merger.action_confirm()
        self.assertEqual(late.agency_id, self.heir)

    def test_p09_draft_at_the_counter_is_told_of(self):
        self.env["tthc.dossier"].with_user(self.clerk).create(
            {"version_id": self.version.id}
        )
        merger = self._merge()
        with frozen(MONDAY):
            merger.action_preview()
        self.assertIn(
            "1 dossiers are not received yet",
            " ".join(merger.remark_ids.mapped("message")),
        )

    def test_p09_split_sends_dossiers_where_their_sector_goes(self):
        sectors = self.env["tthc.sector"].create(
            [{"name": "Quy hoạch thử"}, {"name": "Nhà ở thử"}]
        )
        versions = [
            self.make_version(
                self.env, f"1.99910{number}", "Việc chia", 0, sector_id=sector.id
            )
            for number, sector in enumerate(sectors)
        ]
        opened = [self._transferred(version=version) for version in versions]
        closed = [self._transferred(version=version) for version in versions]
        for dossier in closed:
            with frozen(THURSDAY + timedelta(hours=2)):
                dossier.with_user(self.specialist).action_finish_step("granted")
                dossier.with_user(self.leader).action_resolve(number="1")
        split = self._reorganise(
            self.agency,
            self.heir | self.other_agency,
            kind="split",
            date_effective="2026-08-24",
            lines=[
                {"from_agency_id": self.agency.id, "to_agency_id": self.heir.id},
                {
                    "from_agency_id": self.agency.id,
                    "scope": "sector",
                    "sector_id": sectors[1].id,
                    "to_agency_id": self.other_agency.id,
                },
            ],
        )
        self._done(split, MONDAY)
        heirs = [self.heir, self.other_agency]
        self.assertEqual([dossier.agency_id for dossier in opened], heirs)
        self.assertEqual(
            [dossier.agency_ids - self.agency for dossier in closed], heirs
        )
        self.assertEqual([dossier.agency_id for dossier in closed], [self.agency] * 2)

    def test_p09_scheduled_merger_moves_what_is_open_on_the_day(self):
        dossier = self._transferred()
        merger = self._merge()
        self._done(merger, THURSDAY + timedelta(hours=2))
        self.assertEqual(merger.state, "scheduled")
        self.assertEqual(dossier.agency_id, self.agency)
        later = self._transferred()
        with frozen(MONDAY):
            merger._carry_out_scheduled()
        self.assertEqual(merger.state, "done")
        self.assertEqual((dossier | later).agency_id, self.heir)

    def test_p09_done_twice_leaves_one_entry(self):
        dossier = self._transferred()
        merger = self._merge()
        self._done(merger, MONDAY)
        with self.assertRaises(UserError):
            self._done(merger, MONDAY)
        kinds = dossier.event_ids.mapped("kind")
        self.assertEqual(kinds.count("succession"), 1)

    def test_p09_queries_do_not_grow_with_the_dossiers(self):
        counts = []
        heirs = [self.heir, self.env["tthc.agency"].create({"name": "Sở Sau"})]
        for amount, old, heir in ((20, self.agency, heirs[0]), (200, *heirs)):
            version = self.make_version(
                self.env, f"1.98{amount:04d}", "Việc nhiều", 0, agency_id=old.id
            )
            self._many(version, amount)
            merger = self._reorganise(old, heir, date_effective="2026-08-24")
            with frozen(MONDAY):
                merger.action_preview()
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                merger.action_confirm()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 10)

    def _many(self, version, amount):
        """Received dossiers of a version, all at one moment."""
        dossiers = self.env["tthc.dossier"].create(
            [
                {
                    "version_id": version.id,
                    "center_id": self.center.id,
                    "owner_name": f"Người {number}",
                }
                for number in range(amount)
            ]
        )
        with frozen(THURSDAY):
            dossiers.action_receive()
            dossiers.action_transfer()
        return dossiers
