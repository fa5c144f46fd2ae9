"""A period in which everything happened that the tables tell of."""

from datetime import date, timedelta

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase

from ..models.tthc_figure_reckoning import TABLES, Scope

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 8, 15), date(2026, 9, 14)


class FigureCase(DossierCase):
    """Dossiers of August 2026 at one center, led by one agency."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sector = cls.env["tthc.sector"].create({"name": "Lĩnh vực thử"})
        cls.chained = cls.make_version(
            cls.env,
            "1.999010",
            "Thủ tục liên thông thử",
            1,
            sector_id=cls.sector.id,
            step_ids=[
                (
                    0,
                    0,
                    {
                        "sequence": number * 10,
                        "name": name,
                        "agency_id": agency.id,
                        "role": role,
                        "limit_value": 1,
                        "limit_unit": "working_day",
                    },
                )
                for number, (name, agency, role) in enumerate(
                    (
                        ("Thẩm định", cls.agency, "specialist"),
                        ("Phối hợp", cls.other_agency, "specialist"),
                        ("Quyết định", cls.agency, "leader"),
                    ),
                    1,
                )
            ],
        )
        cls.make_story()

    @classmethod
    def make_story(cls):
        """One dossier each: early, late, interlinked, refused, asked, turned away."""
        cls.early = cls.resolved(THURSDAY)
        cls.late = cls.resolved_late(THURSDAY + HOUR)
        cls.interlinked = cls.through_chain(THURSDAY + 2 * HOUR)
        cls.asked = cls.supplemented(THURSDAY)
        cls.refused = cls.refused_result(THURSDAY + HOUR)
        cls.open = cls.receive(THURSDAY + DAY)
        cls.carried = cls.receive(THURSDAY - 20 * DAY)
        cls.turn_away(THURSDAY)

    @classmethod
    def handed_over(cls, moment, **values):
        dossier = cls.receive(moment, **values)
        with frozen(moment + HOUR):
            dossier.with_user(cls.clerk).action_transfer()
        return dossier

    @classmethod
    def resolved_late(cls, moment):
        dossier = cls.handed_over(moment)
        with frozen(moment + 2 * HOUR):
            dossier.with_user(cls.specialist).action_finish_step("granted")
        with frozen(moment + 14 * DAY):
            dossier.with_user(cls.leader).action_resolve(number="13/GP")
        return dossier

    @classmethod
    def through_chain(cls, moment):
        dossier = cls.handed_over(moment, version=cls.chained)
        with frozen(moment + 2 * HOUR):
            dossier.with_user(cls.specialist).action_finish_step("granted")
        with frozen(moment + 8 * DAY):
            dossier.with_user(cls.other_specialist).action_finish_step("granted")
        with frozen(moment + 8 * DAY + HOUR):
            dossier.with_user(cls.leader).action_resolve(number="14/GP")
        return dossier

    @classmethod
    def supplemented(cls, moment):
        dossier = cls.handed_over(moment)
        with frozen(moment + 2 * HOUR):
            dossier.with_user(cls.specialist).action_ask_supplement(
                "Thiếu bản vẽ", [{"name": "Bản vẽ", "original_count": 1}]
            )
            dossier.with_user(cls.clerk).action_request_supplement()
        return dossier

    @classmethod
    def refused_result(cls, moment):
        dossier = cls.handed_over(moment)
        with frozen(moment + 2 * HOUR):
            dossier.with_user(cls.specialist).action_finish_step(
                "refused", note="Không đủ điều kiện"
            )
            dossier.with_user(cls.leader).action_resolve(number="15/TC")
        return dossier

    @classmethod
    def turn_away(cls, moment):
        desk = cls.env["tthc.intake.desk"].with_user(cls.clerk)
        papers = [{"component_id": paper.id} for paper in cls.version.component_ids]
        with frozen(moment):
            desk.guide(
                {**cls.intake(), "key": "guided", "components": []}, "Thiếu", papers
            )
            desk.refuse({**cls.intake(), "key": "refused"}, "Không thuộc thẩm quyền")

    # -- tables ---------------------------------------------------------------------

    def table(self, code, by="", user=None, **scope):
        """A table as a user has it: dict of rows, each a dict of values by column."""
        reckoning = self.env["tthc.figure.reckoning"].with_user(user or self.inspector)
        asked = Scope(FIRST, LAST, by=by)._replace(**scope)
        return reckoning._reckon_figures(code, asked)

    def figures(self, code, by="", user=None, **scope):
        return {
            row["label"]: {cell["column"]: cell["value"] for cell in row["cells"]}
            for row in self.table(code, by, user, **scope)["rows"]
        }

    def assert_figures_are_their_lists(self, user, **scope):
        """Every figure of every table is the length of its list; rows sum up."""
        looked_at = 0
        for code, (layout, choices) in TABLES.items():
            for by in choices:
                table = self.table(code, by, user, **scope)
                sums = dict.fromkeys(table["columns"], 0)
                for row in table["rows"]:
                    for cell in row["cells"]:
                        if cell["kind"] == "count":
                            self.assert_cell(code, by, user, row, cell, **scope)
                            looked_at += bool(cell["value"])
                            if row["key"] != "total":
                                sums[cell["column"]] += cell["value"]
                total = {cell["column"]: cell for cell in table["rows"][-1]["cells"]}
                for column in layout.columns:
                    if column.kind == "count":
                        self.assertEqual(
                            sums[column.key], total[column.key]["value"], (code, by)
                        )
        return looked_at

    def assert_cell(self, code, by, user, row, cell, **scope):
        reckoning = self.env["tthc.figure.reckoning"].with_user(user)
        asked = Scope(FIRST, LAST, by=by)._replace(**scope)
        model, domain = reckoning._counted(code, asked, row["key"], cell["column"])
        found = self.env[model].with_user(user).search_count(domain)
        self.assertEqual(
            found, cell["value"], (code, by, user.login, row["label"], cell["column"])
        )
