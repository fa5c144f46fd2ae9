from odoo import api, fields, models


class TthcAssignmentGranting(models.AbstractModel):
    """Rights follow the post: what is given for it and taken away with it."""

    _name = "tthc.assignment.granting"
    _description = "Rights of a post"

    grant_ids = fields.One2many(
        "tthc.assignment.grant",
        "assignment_id",
        string="Rights given",
        readonly=True,
        groups="tthc_base.group_hr_logistics,tthc_base.group_inspector",
    )
    substitution_ids = fields.One2many(
        "tthc.assignment.substitution",
        "assignment_id",
        string="Stood in for others",
        readonly=True,
    )

    def _post_changed(self, wait=True):
        """The accounts follow at once."""
        # sudo: which account is a person's, for whoever may move the post
        self.env["tthc.assignment.grant"]._sync(self.sudo().user_id, wait)
        return super()._post_changed(wait)

    def _substitute(self, replaced, date_from, date_to):
        """A reserve stands in for somebody for some days (Decree 61/2018 Art 12.8).

        The caller answers for the right to ask for it (absence, roster).

        :param replaced: ``tthc.assignment`` whose counter is kept
        :param date_from: first ``datetime.date`` of it
        :param date_to: last ``datetime.date`` of it, counted in
        :return: ``tthc.assignment.substitution``; its ``_cancel`` takes it back
        :raise UserError: for somebody who is no reserve of the same agency at the
            same center on these days
        """
        self.ensure_one()
        substitutions = self.env["tthc.assignment.substitution"]
        return substitutions._make(self, replaced, date_from, date_to)

    @api.model
    def _cron_daily(self):
        """Also bring the accounts in step with the posts of the new day."""
        result = super()._cron_daily()
        self.env["tthc.assignment.grant"]._sync_all()
        return result
