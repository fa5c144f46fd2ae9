from odoo import fields, models

from .tthc_limit import UNITS


class TthcVersionSupplement(models.AbstractModel):
    """What a request for supplements does to the clock, procedure by procedure.

    Decree 61/2018 Art 19.4 starts the limit anew; many procedures of a sector say
    otherwise and give the applicant a window of their own.
    """

    _name = "tthc.version.supplement"
    _description = "Supplement rules of a version"

    supplement_policy = fields.Selection(
        [
            ("restart", "The limit starts anew"),
            ("exclude", "The waiting time is not counted"),
            ("exclude_then_new_limit", "Not counted, then a limit of its own"),
        ],
        tracking=True,
        help="Empty: as the regulation says.",
    )
    supplement_limit_value = fields.Float(
        string="Limit after the supplement", digits=(6, 1)
    )
    supplement_limit_unit = fields.Selection(
        UNITS, string="Unit of the limit after the supplement"
    )
    supplement_window_value = fields.Integer(
        string="Window",
        help="How long the applicant has to bring what is missing, counted from the "
        "request. Zero: the procedure sets no window.",
    )
    supplement_window_unit = fields.Selection(
        [("working_day", "working days"), ("day", "days"), ("month", "months")],
        string="Unit of the window",
    )
    supplement_window_end = fields.Selection(
        [
            ("close", "The one-stop desk closes the dossier"),
            ("refuse", "The dossier is refused"),
            ("stop", "The agency stops settling it"),
            ("notify", "The applicant is only reminded"),
        ],
        string="When the window has passed",
    )

    _supplement_positive = models.Constraint(
        "CHECK (supplement_limit_value >= 0 AND supplement_window_value >= 0)",
        "The time for a supplement can't be negative.",
    )

    def _has_supplement_limit(self):
        """Whether a limit of its own runs once the supplement is there.

        :return: bool; a number without a unit is not a limit
        """
        self.ensure_one()
        if self.supplement_limit_unit == "same_day":
            return True
        return bool(self.supplement_limit_unit and self.supplement_limit_value)

    def _supplement_faults(self):
        """What contradicts itself in the rules of the supplement.

        :return: list of sentences, empty when the clock can run by them
        """
        self.ensure_one()
        faults = []
        with_limit = self.supplement_policy == "exclude_then_new_limit"
        if with_limit and not self._has_supplement_limit():
            faults.append(self.env._("no limit after the supplement"))
        if self._has_supplement_limit() and not with_limit:
            faults.append(
                self.env._(
                    "a limit after the supplement, but the policy is not “%(policy)s”",
                    policy=self._supplement_policy_label("exclude_then_new_limit"),
                )
            )
        if self.supplement_window_value and not self.supplement_window_unit:
            faults.append(
                self.env._(
                    "the supplement window %(value)s has no unit",
                    value=self.supplement_window_value,
                )
            )
        return faults

    def _supplement_warnings(self):
        """What the published text leaves open about the supplement.

        :return: list of sentences
        """
        self.ensure_one()
        if self.supplement_window_value and not self.supplement_window_end:
            return [
                self.env._("it isn't said what happens after the supplement window")
            ]
        if self.supplement_window_end and not self.supplement_window_value:
            return [self.env._("the supplement window has no length")]
        return []

    def _supplement_policy_label(self, policy):
        field = self._fields["supplement_policy"]
        return dict(field._description_selection(self.env))[policy]
