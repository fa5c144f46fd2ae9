from datetime import timedelta

from odoo.fields import Command

from odoo.addons.tthc_center_hr.tests.common import TODAY, HrCase

OPENING = TODAY + timedelta(days=30)


class GoliveData:
    """A checklist of the test center with a line of each kind, being worked on.

    Call :meth:`make_golive_data` after ``make_hr_data``. Nothing comes from the
    template that is shipped.
    """

    @classmethod
    def make_golive_data(cls):
        """A template of four lines, and the list that was started from it."""
        cls.section, cls.other_section = cls.env["tthc.golive.section"].create(
            [{"name": "Thiết bị thử"}, {"name": "Việc khác thử", "sequence": 99}]
        )
        cls.fund, cls.other_fund = cls.env["tthc.golive.fund"].create(
            [{"name": "Nguồn thử A"}, {"name": "Nguồn thử B"}]
        )
        cls.template = cls.env["tthc.golive.template"].create(
            {
                "name": "Mẫu thử",
                "line_ids": [
                    Command.create(cls._template_line(**values))
                    for values in (
                        {
                            "name": "Máy tính",
                            "kind": "goods",
                            "quantity": 10,
                            "unit": "bộ",
                            "fund_id": cls.fund.id,
                            "ground": "CV thử, mục 1",
                            "verification": "verified",
                        },
                        {"name": "Quyết định", "needs_evidence": True},
                        {"name": "Biển tên", "is_required": False, "days_before": 3},
                        {"name": "Quầy", "kind": "live", "live_key": "counters"},
                    )
                ],
            }
        )
        cls.golive = cls.make_golive()
        cls.golive.with_user(cls.users["coordinator"]).action_start()
        cls.goods, cls.proved, cls.plain, cls.live = cls.golive.line_ids.sorted(
            "sequence"
        )

    @classmethod
    def _template_line(cls, **values):
        cls.number = getattr(cls, "number", 0) + 1
        return {"section_id": cls.section.id, "sequence": cls.number, **values}

    @classmethod
    def make_golive(cls, **values):
        """A list that is being drawn up."""
        return cls.env["tthc.golive"].create(
            {
                "center_id": cls.center.id,
                "template_id": cls.template.id,
                "opening_day": OPENING,
                **values,
            }
        )

    @classmethod
    def paper(cls, name="Biên bản.txt"):
        """Command that attaches a paper."""
        return Command.create({"name": name, "raw": b"minh chung"})

    @classmethod
    def as_user(cls, record, role):
        """A record as a role sees it, read anew."""
        record.env.invalidate_all()
        return record.with_user(cls.users[role])

    def finish(self):
        """Do all that is required."""
        self.as_user(self.goods, "manager").action_receive(10, "01/BBGN")
        line = self.as_user(self.proved, "manager")
        line.evidence_ids = [self.paper()]
        line.action_tick()


class GoliveCase(GoliveData, HrCase):
    """Base of the tests of go-live checklists."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_golive_data()
