"""Further tables: every figure is its list, parts add up, the past stays as it was."""

import io
import json
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY

from ..models.tthc_figure_reckoning import TABLES, Scope
from .figure_common import DAY, FIRST, HOUR, LAST, FigureCase

AFTER = THURSDAY + 60 * DAY
TOTAL = "Tổng cộng"


@tagged("post_install", "-at_install")
class TestFigures(FigureCase):
    def setUp(self):
        super().setUp()
        self.enterContext(frozen(AFTER))

    def total(self, code, **scope):
        return self.figures(code, **scope)[TOTAL]

    def screen(self, code, user=None, **values):
        """The screen of a table as a user opens it."""
        view = self.env["tthc.table.view"].with_user(user or self.inspector)
        return view.create(
            {
                "table": f"tthc.table.{code.replace('_', '.')}",
                "period_kind": "free",
                "date_from": FIRST,
                "date_to": LAST,
                **values,
            }
        )

    # -- every figure ---------------------------------------------------------------

    def test_every_figure_is_its_list_for_everybody(self):
        for user in (self.inspector, self.manager, self.leader):
            self.assertTrue(self.assert_figures_are_their_lists(user))

    def test_a_center_and_an_agency_narrow_the_tables(self):
        self.assert_figures_are_their_lists(
            self.inspector, center_id=self.center.id, agency_id=self.agency.id
        )
        none = self.figures("hours", center_id=self.other_center.id)
        self.assertEqual(list(none), [TOTAL])
        self.assertEqual(none[TOTAL]["all"], 0)

    def test_a_past_period_answers_the_same_after_later_events(self):
        codes = [code for code in TABLES if code not in ("score",)]
        before = {code: self.table(code) for code in codes}
        score = self.figures("score")
        # Later: the open one is refused and the supplement brought and settled.
        with frozen(AFTER + DAY):
            self.open.with_user(self.clerk).action_transfer()
            self.open.with_user(self.specialist).action_finish_step(
                "refused", note="Muộn"
            )
            self.asked.with_user(self.clerk).action_accept_supplement()
            self.asked.with_user(self.specialist).action_finish_step("granted")
        with frozen(AFTER + 2 * DAY):
            for dossier in (self.open, self.asked):
                dossier.with_user(self.leader).action_resolve(number="20/GP")
            self.resolved_late(AFTER + 2 * DAY)
        with frozen(AFTER + 30 * DAY):
            for code in codes:
                self.assertEqual(self.table(code), before[code], code)
            self.assertEqual(self.figures("score"), score)

    def test_queries_do_not_grow_with_the_rows(self):
        reckoning = self.env["tthc.figure.reckoning"].with_user(self.inspector)
        counts = {}
        for round_ in range(2):
            for code in TABLES:
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                reckoning._reckon_figures(code, Scope(FIRST, LAST, by="procedure"))
                spent = self.env.cr.sql_log_count - before
                if round_ == 1:
                    self.assertLessEqual(spent, counts[code], code)
                counts[code] = spent
            if round_ == 0:
                for number in range(3):
                    version = self.make_version(
                        self.env, f"1.99902{number}", f"Thủ tục {number}", 1
                    )
                    self.resolved_late_of(version)

    def resolved_late_of(self, version):
        with frozen(THURSDAY + 3 * HOUR):
            dossier = self.handed_over(THURSDAY + HOUR, version=version)
        with frozen(THURSDAY + 3 * HOUR):
            dossier.with_user(self.specialist).action_finish_step("granted")
            dossier.with_user(self.leader).action_resolve(number="16/GP")

    # -- single tables --------------------------------------------------------------

    def test_an_agency_answers_for_its_own_share_alone(self):
        rows = self.figures("interlinked")
        own, other = rows["Sở Xây dựng"], rows["Sở Tư pháp"]
        # The other agency was given a day and took a week; the lead one was quick.
        self.assertEqual((other["all"], other["late"]), (1, 1))
        self.assertEqual((own["all"], own["late"]), (2, 0))
        self.assertEqual(other["late_share"], 100)
        # Dossiers of one agency are not interlinked.
        self.assertEqual(rows[TOTAL]["all"], 3)

    def test_supplements_beyond_the_law_are_marked(self):
        """Guided at intake and asked again in processing: once is allowed (R02)."""
        self.assertEqual(self.total("supplement")["again"], 0)
        requests = self.asked.supplement_ids
        moving = requests.with_context(**self.asked._move_context())
        again = moving.copy({"number": 900, "year": 2026, "state": "issued"})
        total = self.total("supplement")
        self.assertEqual(total["again"], 1)
        self.assertEqual(total["processing"], 2)
        reckoning = self.env["tthc.figure.reckoning"].with_user(self.inspector)
        _model, domain = reckoning._counted(
            "supplement", Scope(FIRST, LAST, by="procedure"), "total", "again"
        )
        found = self.env["tthc.dossier.supplement"].search(domain)
        self.assertEqual(found, again)
        regulation = self.asked.regulation_id
        regulation.supplement_max = 2
        self.assertEqual(self.total("supplement")["again"], 0)

    def test_supplements_and_what_became_of_them_by_the_end(self):
        total = self.total("supplement")
        self.assertEqual((total["intake"], total["processing"]), (1, 1))
        self.assertEqual((total["brought"], total["not_brought"]), (0, 2))
        with frozen(THURSDAY + DAY):
            self.asked.with_user(self.clerk).action_accept_supplement()
        self.assertEqual(self.total("supplement")["brought"], 1)
        # On the day of the request itself nothing had been brought.
        self.assertEqual(self.total("supplement", last=date(2026, 8, 20))["brought"], 0)

    def test_refusals_with_their_reasons(self):
        total = self.total("refusal")
        self.assertEqual((total["all"], total["refused"]), (4, 1))
        self.assertEqual(total["share"], 25)
        reasons = self.figures("refusal_reason")
        self.assertEqual(reasons["Không đủ điều kiện"]["refused"], 1)

    def test_turned_away_at_intake(self):
        total = self.total("intake")
        self.assertEqual((total["guided"], total["refused"]), (1, 1))
        self.assertEqual((total["then"], total["away"]), (0, 1))
        self.assertEqual(total["complete"], 1)

    def test_channels_add_up(self):
        total = self.total("channel")
        self.assertEqual(
            total["all"], total["direct"] + total["online"] + total["post"]
        )
        levels = ("full", "partial", "none")
        self.assertEqual(total["all"], sum(total[level] for level in levels))

    def test_carried_over_is_column_six_of_the_official_table(self):
        counted = self.env["tthc.dossier.span"]._counted(FIRST, LAST)
        total = self.total("carried")
        self.assertEqual(total["all"], counted[0]["c6"])
        self.assertEqual(total["all"], 1)
        parts = ("early", "on_time", "late", "open", "open_late")
        self.assertEqual(total["all"], sum(total[part] for part in parts))

    def test_where_the_time_went_adds_up(self):
        for row in self.figures("where", by="procedure").values():
            parts = ("desk", "way", "work", "citizen", "other")
            self.assertEqual(row["whole"], sum(row[part] for part in parts))

    def test_hours_against_a_naive_reckoning(self):
        self.env["ir.config_parameter"].set_param("tthc_report.usual_sample", "2")
        hours = self.env["tthc.step.hours"].search(
            [("finished_on", ">=", FIRST), ("finished_on", "<=", LAST)]
        )
        taken = sorted(hours.mapped("taken_minutes"))
        total = self.total("hours")
        self.assertEqual(total["all"], len(taken))
        self.assertEqual(total["took"], round(sum(taken) / len(taken)))
        self.assertEqual(total["median"], taken[-(-len(taken) // 2) - 1])
        self.assertEqual(total["p90"], taken[-(-len(taken) * 9 // 10) - 1])

    def test_no_percentile_on_too_few_steps(self):
        self.env["ir.config_parameter"].set_param("tthc_report.usual_sample", "100")
        cells = self.table("hours")["rows"][-1]["cells"]
        told = {cell["column"]: cell for cell in cells}
        self.assertEqual(told["p90"]["text"], "chưa đủ dữ liệu")
        self.assertIsNone(told["p90"]["value"])
        self.assertTrue(told["took"]["value"])

    # -- apologies ------------------------------------------------------------------

    def apologised(self, new_date):
        """A dossier promised anew, and settled on 9 September."""
        dossier = self.handed_over(THURSDAY)
        with frozen(THURSDAY + DAY):
            dossier.with_user(self.leader).action_apologise("Mưa bão", new_date)
        with frozen(THURSDAY + 20 * DAY):
            dossier.with_user(self.specialist).action_finish_step("granted")
            dossier.with_user(self.leader).action_resolve(number="17/GP")
        return dossier

    def test_apologies_and_how_they_ended(self):
        with frozen(THURSDAY):
            self.apologised(date(2026, 9, 10))
            self.apologised(date(2026, 9, 4))
        total = self.total("apology")
        self.assertEqual((total["all"], total["first"], total["again"]), (2, 2, 0))
        self.assertEqual((total["kept"], total["missed"]), (1, 1))
        self.assertEqual(total["unfinished"], 0)
        # Promised for 26 August, done on 9 September.
        self.assertEqual(total["days"], 14)
        early = self.total("apology", last=date(2026, 8, 31))
        self.assertEqual((early["kept"], early["unfinished"]), (0, 2))
        self.assert_figures_are_their_lists(self.inspector)
        self.assertIn("Mưa bão", self.figures("apology", by="reason"))

    # -- the screen -----------------------------------------------------------------

    def test_screen_opens_the_list_of_a_figure(self):
        for code in ("interlinked", "refusal", "score", "intake"):
            view = self.screen(code)
            content = view.content
            row = content["rows"][-1]
            cell = next(cell for cell in row["cells"] if cell["kind"] == "count")
            action = view.open_cell(content["settings"], row["key"], cell["column"])
            json.dumps(action["domain"])
            model = self.env[action["res_model"]].with_user(self.inspector)
            self.assertEqual(model.search_count(action["domain"]), cell["value"])

    def test_excel_says_what_the_screen_says(self):
        for code in TABLES:
            view = self.screen(code)
            sheet = load_workbook(io.BytesIO(view._workbook())).active
            last = view.content["rows"][-1]
            line = next(
                row for row in sheet.iter_rows(values_only=True) if row[1] == TOTAL
            )
            for written, cell in zip(line[2:], last["cells"], strict=False):
                if cell["kind"] == "count":
                    self.assertEqual(written, cell["value"], (code, cell["column"]))
                elif "number" in cell and cell["kind"] == "percent":
                    self.assertAlmostEqual(written, cell["value"] / 100, 6)

    def test_members_of_an_issue_are_the_dossiers_of_the_figures(self):
        for code in ("interlinked", "refusal", "score"):
            view = self.screen(code)
            table = self.env[view.table].with_user(self.inspector)
            members = list(table._table_members(view._scope()))
            self.assertTrue(members)
            self.assertTrue(
                {dossier_id for _row, _column, dossier_id in members}
                <= set(self.env["tthc.dossier"].search([]).ids)
            )

    def test_who_sees_which_table(self):
        own = self.figures("interlinked", user=self.leader)
        self.assertEqual(set(own), {"Sở Xây dựng", TOTAL})
        self.manager.tthc_center_id = self.other_center
        for code in TABLES:
            foreign = self.figures(code, user=self.manager)
            self.assertEqual(list(foreign), [TOTAL], code)
        for user in (self.courier, self.hr, self.editor):
            with self.assertRaises(AccessError):
                self.figures("hours", user=user)
            with self.assertRaises(AccessError):
                self.screen("hours", user=user)
