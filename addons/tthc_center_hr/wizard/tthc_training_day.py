from odoo import fields, models

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..models.tthc_roster_shift import DAY_FORMAT


class TthcTrainingDay(models.TransientModel):
    """Asks for the day as of which trainings are looked at."""

    _name = "tthc.training.day"
    _description = "Trainings as of a day"

    day = fields.Date(required=True, default=lambda self: today(VIETNAM))

    def action_show(self):
        """Who is in post on the day, and what each of them lacks then.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_training_need_action"
        )
        return {
            **action,
            "name": self.env._(
                "Trainings as of %(day)s", day=self.day.strftime(DAY_FORMAT)
            ),
            # A dated list has no address of its own: a reload would show today's.
            "path": False,
            "target": "current",
            "context": {
                "search_default_lacking": 1,
                "training_day": fields.Date.to_string(self.day),
            },
        }
