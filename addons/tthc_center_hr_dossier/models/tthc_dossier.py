from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: Parameter, and days after the end within which a citizen rates; no law names any.
DAYS_PARAMETER = "tthc_center_hr_dossier.rating_days"
RATING_DAYS = 90


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def _tracking_values(self):
        """Also where the service is rated, once there is something to rate."""
        values = super()._tracking_values()
        open_ = self._may_be_rated() and not self._is_rated()
        # sudo: the page was opened by this word
        return {**values, "rating_url": open_ and f"/danh-gia/{self.sudo().token}"}

    def _may_be_rated(self):
        """Whether a citizen rates this dossier now: its result is there, and lately.

        :return: bool
        """
        self.ensure_one()
        # sudo: a setting, read for the citizen
        parameters = self.env["ir.config_parameter"].sudo()
        days = int(parameters.get_param(DAYS_PARAMETER) or RATING_DAYS)
        ended = self.returned_at or self.resolved_at
        return bool(
            self.state in ("resolved", "returned")
            and ended
            and ended + timedelta(days=days) > now()
        )

    def _is_rated(self):
        """Whether this dossier was rated."""
        self.ensure_one()
        # sudo: whether, not how; ratings are closed to whoever holds the receipt
        ratings = self.env["tthc.staff.rating"].sudo()
        return bool(
            ratings.search_count(
                [("dossier_id", "=", self.id), ("state", "!=", "void")], limit=1
            )
        )

    def _rating_options(self):
        """The words of the scale that holds today.

        :return: ``tthc.rating.option``, in Vietnamese
        """
        scale = self.env["tthc.rating.scale"]._of_kind("citizen", today(VIETNAM))
        # sudo: scales are law and no secret
        return scale.sudo().option_ids.with_context(lang="vi_VN")

    def _rate_service(self, code, comment):
        """Keep what a citizen says of the service; nothing of who says it.

        :param code: of an option of today's scale
        :param comment: text, or empty
        :return: whether it was kept; not for an unknown word, a second time, or a
            dossier that is not over
        """
        self.ensure_one()
        option = self._rating_options().filtered(lambda row: row.code == code)
        if not option or not self._may_be_rated() or self._is_rated():
            return False
        # sudo: the word of the receipt lets rate this dossier, once
        self.env["tthc.staff.rating"].sudo().create(
            {
                "center_id": self.center_id.id,
                "day": today(VIETNAM),
                "source": "web",
                "option_id": option.id,
                "comment": comment or False,
                "dossier_id": self.id,
                "assignment_id": self._rated_assignment().id,
            }
        )
        return True

    def _rated_assignment(self):
        """The post of who received the dossier, if it goes on.

        :return: one or no ``tthc.assignment``
        """
        # sudo: who serves where, for the count of the month
        posts = self.env["tthc.assignment"].sudo()
        if not self.received_by_id:
            return posts
        return posts.search(
            posts._in_post_domain(today(VIETNAM))
            & Domain("center_id", "=", self.center_id.id)
            & Domain("user_id", "=", self.received_by_id.id),
            limit=1,
        )
