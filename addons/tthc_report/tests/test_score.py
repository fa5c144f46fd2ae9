"""Scoring of Circular 01/2018: points by dossier, none where data are missing."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY

from ..models.tthc_figure_reckoning import Scope
from .figure_common import DAY, FIRST, LAST, FigureCase

TOTAL = "Tổng cộng"


@tagged("post_install", "-at_install")
class TestScore(FigureCase):
    def setUp(self):
        super().setUp()
        self.enterContext(frozen(THURSDAY + 60 * DAY))
        self.reckoning = self.env["tthc.figure.reckoning"]

    def points(self, dossier):
        return self.env["tthc.dossier.score"].search(
            [("dossier_id", "=", dossier.id)], order="is_lead desc"
        )

    def texts(self, row, by="agency", user=None):
        for line in self.table("score", by, user)["rows"]:
            if line["label"] == row:
                return {cell["column"]: cell["text"] for cell in line["cells"]}
        return None

    def test_points_of_a_dossier(self):
        early = self.points(self.early)
        self.assertEqual(early.points_time, 2)
        self.assertEqual(early.points_contacts, 2)
        self.assertEqual(early.points_bodies, 1)
        self.assertEqual(self.points(self.late).points_time, 0)
        self.assertFalse(self.points(self.open))

    def test_each_agency_has_the_points_of_its_own_share(self):
        lead, other = self.points(self.interlinked)
        self.assertEqual(
            (lead.agency_id, other.agency_id), (self.agency, self.other_agency)
        )
        self.assertEqual((lead.points_share, other.points_share), (2, 0))
        # As a whole the dossier is as slow as its slowest agency.
        self.assertEqual(lead.points_agencies, 0)
        # What is of the whole dossier stands once.
        self.assertFalse(other.points_time)
        self.assertFalse(other.contacts)

    def test_a_supplement_costs_a_point(self):
        with frozen(THURSDAY + DAY):
            self.asked.with_user(self.clerk).action_accept_supplement()
            self.asked.with_user(self.specialist).action_finish_step("granted")
            self.asked.with_user(self.leader).action_resolve(number="21/GP")
        self.assertEqual(self.points(self.asked).points_contacts, 1)

    def test_law_is_data(self):
        scheme = self.env["tthc.score.scheme"]._at(LAST)
        law = scheme.indicator_ids.filtered(lambda row: row.code == "time")
        law.points_high = 5
        self.env.invalidate_all()
        self.assertEqual(self.points(self.early).points_time, 5)

    def test_indicator_is_the_mean_of_its_dossiers(self):
        rows = self.env["tthc.dossier.score"].search(
            [
                ("finished_on", ">=", FIRST),
                ("finished_on", "<=", LAST),
                ("is_lead", "=", True),
            ]
        )
        self.assertEqual(len(rows), 4)
        total = self.figures("score")[TOTAL]
        for column, field in (
            ("time", "points_time"),
            ("shares", "points_agencies"),
            ("contacts", "points_contacts"),
            ("bodies", "points_bodies"),
        ):
            mean = sum(rows.mapped(field)) / len(rows)
            self.assertEqual(total[column], round(mean, 1), column)

    def test_missing_indicators_are_left_out_and_named(self):
        row = self.texts("Sở Xây dựng")
        for column in ("publication", "attitude", "feedback"):
            self.assertEqual(row[column], "–")
        self.assertEqual(row["band"], "chưa xếp")
        figures = self.figures("score")["Sở Xây dựng"]
        known = [
            figures[code]
            for code in ("time", "shares", "contacts", "bodies", "desk", "online")
            if figures[code] is not None
        ]
        self.assertEqual(row["known"], f"{len(known)}/9")
        self.assertEqual(figures["most"], 2 * len(known))
        self.assertEqual(figures["sum"], round(sum(known), 1))
        notes = " ".join(self.table("score")["notes"])
        self.assertRegex(notes, r"Chưa có dữ liệu cho chỉ số [\d, ]*6, 7, 8")
        self.assertRegex(notes, r"có \d trên 9 chỉ số, tối đa \d+ điểm")

    def test_band_once_all_indicators_are_there(self):
        """Bridges answer what is not known here."""
        group = (self.agency.id,)
        given = {
            "_feedback_points": {group: 2},
            "_publication_points": {group: 2},
            "_desk_points": {group: 2},
            "_online_points": {group: 2},
        }
        reckoning = type(self.reckoning)
        for name, points in given.items():
            self.enterContext(
                patch.object(reckoning, name, lambda *args, points=points: points)
            )
        self.enterContext(
            patch.object(reckoning, "_negative_feedback", lambda *args: [])
        )
        row = self.texts("Sở Xây dựng")
        self.assertEqual(row["known"], "9/9")
        scheme = self.env["tthc.score.scheme"]._at(LAST)
        points = self.figures("score")["Sở Xây dựng"]["sum"]
        self.assertEqual(row["band"], scheme._band("agency", points).name)

    def test_negative_feedback_takes_the_points_of_attitude(self):
        reckoning = type(self.reckoning)
        with patch.object(reckoning, "_negative_feedback", lambda *args: []):
            without = self.figures("score")[TOTAL]["attitude"]
        ids = [self.early.id]
        with patch.object(reckoning, "_negative_feedback", lambda *args: ids):
            negative = self.figures("score")[TOTAL]["attitude"]
        self.assertEqual(without - negative, 0.5)

    def test_bands_begin_where_the_circular_says(self):
        scheme = self.env["tthc.score.scheme"]._at(LAST)
        for audience, points, band in (
            ("agency", 15, "Xuất sắc"),
            ("agency", 14.9, "Tốt"),
            ("agency", 9, "Khá"),
            ("agency", 6, "Trung bình"),
            ("agency", 5.9, "Yếu"),
            ("staff", 3.5, "Hoàn thành từ 70% đến dưới 100% nhiệm vụ"),
        ):
            self.assertEqual(scheme._band(audience, points).name, band)

    def test_online_share_and_lateness(self):
        law = (
            self.env["tthc.score.scheme"]
            ._at(LAST)
            .indicator_ids.filtered(lambda row: row.code == "online")
        )
        scope = Scope(FIRST, LAST, by="agency")
        facts = {self.agency.id: (0, 0, 0, 0, 10, 3, 0)}
        for shares, points in (
            ((10, 1, 0), 0),
            ((10, 2, 0), 1),
            ((10, 3, 0), 2),
            ((10, 3, 1), 0),
        ):
            with (
                patch.object(
                    type(self.reckoning),
                    "_online_shares",
                    lambda *args, shares=shares: {self.agency.id: shares},
                ),
                patch.object(
                    type(self.reckoning), "_procedure_facts", lambda *args: facts
                ),
            ):
                told = self.reckoning._online_points(law, scope, self.agency)
            self.assertEqual(told, {(self.agency.id,): points}, shares)
        # Where nobody knows how many procedures are online, nothing is told.
        with (
            patch.object(
                type(self.reckoning),
                "_online_shares",
                lambda *args: {self.agency.id: (10, 5, 0)},
            ),
            patch.object(
                type(self.reckoning),
                "_procedure_facts",
                lambda *args: {self.agency.id: (0, 0, 0, 0, 10, 1, 9)},
            ),
        ):
            told = self.reckoning._online_points(law, scope, self.agency)
        self.assertEqual(told, {})

    def test_decision_766_has_no_total(self):
        table = self.table("decision_766")
        self.assertNotIn("sum", table["columns"])
        self.assertIn("TẠM TÍNH", table["notes"][0])
        total = self.figures("decision_766")[TOTAL]
        whole = total["settled"] + total["open_late"]
        self.assertEqual(total["points"], round(20 * total["in_time"] / whole, 1))

    def test_no_scheme_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "scoring scheme"):
            self.env["tthc.score.scheme"]._at(FIRST.replace(year=2010))

    def test_roles(self):
        for user in (self.leader, self.manager, self.inspector):
            scheme = self.env["tthc.score.scheme"].with_user(user)._at(LAST)
            with self.assertRaises(AccessError):
                scheme.name = "X"
        self.assertTrue(self.points(self.early).with_user(self.leader).points_time)
        scores = self.env["tthc.dossier.score"]
        foreign = scores.with_user(self.leader).search(
            [("agency_id", "=", self.other_agency.id)]
        )
        self.assertFalse(foreign)
        self.manager.tthc_center_id = self.other_center
        self.assertFalse(scores.with_user(self.manager).search([]))
        with self.assertRaises(AccessError):
            scores.with_user(self.courier).search([])
