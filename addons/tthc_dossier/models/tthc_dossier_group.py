from odoo import api, fields, models


class TthcDossierGroup(models.Model):
    """Several dossiers that one person hands in at once: one receipt for all."""

    _name = "tthc.dossier.group"
    _description = "Group receipt"
    _order = "id desc"
    _rec_name = "id"

    key = fields.Char(required=True, readonly=True, copy=False)
    center_id = fields.Many2one(
        "tthc.center", required=True, readonly=True, ondelete="restrict", index=True
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    submitter_name = fields.Char(readonly=True)
    dossier_ids = fields.One2many("tthc.dossier", "group_id", readonly=True)

    _key_uniq = models.UniqueIndex("(key)", "This group receipt exists already.")

    def _compute_display_name(self):
        """A number and no name: links are read by people who see no more."""
        for group in self:
            group.display_name = self.env._("Group receipt %(number)s", number=group.id)

    @api.model
    def _of_key(self, key, user, submitter_name):
        """The group that the counter screen names, made when it is the first dossier.

        :param key: unique word of the group receipt
        :param user: clerk who receives
        :param submitter_name: who hands the dossiers in
        :return: one group
        """
        # sudo: a group is made by the receipt of its first dossier, nobody writes it
        groups = self.sudo()
        found = groups.search([("key", "=", key), ("user_id", "=", user.id)], limit=1)
        return found or groups.create(
            {
                "key": key,
                "user_id": user.id,
                "center_id": user.tthc_center_id.id,
                "submitter_name": submitter_name,
            }
        )

    # -- printing -----------------------------------------------------------------

    def _tthc_form_regulation(self):
        """The receipt is printed on the form of the law of its dossiers."""
        return self.dossier_ids.regulation_id[:1]

    def _tthc_after_print(self, form, copies):
        """The log of each dossier keeps that the receipt of all was printed."""
        self.dossier_ids._tthc_after_print(form, copies)

    def _tthc_earlier_prints(self, form):
        earlier = self.dossier_ids._tthc_earlier_prints(form)
        return {
            group.id: max((earlier[row.id] for row in group.dossier_ids), default=0)
            for group in self
        }
