from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import mute_logger


class ProjectProject(models.Model):
    _inherit = "project.project"

    tthc_agency_id = fields.Many2one(
        "tthc.agency",
        string="Rollout of",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
    )
    tthc_center_id = fields.Many2one(
        "tthc.center", string="Rollout at", ondelete="restrict", copy=False
    )

    # One plan an agency and center, from campaign to campaign; what was filed of it is
    # kept by the filings.
    _tthc_once = models.UniqueIndex(
        "(tthc_agency_id, tthc_center_id) WHERE tthc_agency_id IS NOT NULL",
        "The agency has a rollout project for this center already.",
    )

    @api.model
    def _tthc_rollout(self, pairs):
        """The rollout projects of agencies at centers; those that are missing are made.

        :param pairs: iterable of (``tthc.agency``, ``tthc.center``)
        :return: dict (agency id, center id) → project, in the superuser's environment
        """
        pairs = {(agency.id, center.id): (agency, center) for agency, center in pairs}
        # sudo: a project is made for the agency by its first line, not by hand
        projects = self.sudo().with_context(active_test=False)
        found = projects.search(
            [
                ("tthc_agency_id", "in", [agency for agency, _center in pairs]),
                ("tthc_center_id", "in", [center for _agency, center in pairs]),
            ]
        )
        known = {(row.tthc_agency_id.id, row.tthc_center_id.id): row for row in found}
        missing = [key for key in pairs if key not in known]
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                made = projects.with_context(mail_create_nosubscribe=True).create(
                    [self._tthc_rollout_values(*pairs[key]) for key in missing]
                )
        except UniqueViolation as error:
            # Somebody else wrote the first line at the same moment: begin anew, and
            # find the project.
            raise ConcurrencyError(str(error)) from error
        return {**known, **dict(zip(missing, made, strict=True))}

    @api.model
    def _tthc_rollout_values(self, agency, center):
        return {
            "name": f"{agency.display_name} · {center.display_name}",
            "tthc_agency_id": agency.id,
            "tthc_center_id": center.id,
            "privacy_visibility": "followers",
            "user_id": False,
        }
