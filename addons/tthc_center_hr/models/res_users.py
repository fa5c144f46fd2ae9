from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        """Write accounts; an archived one keeps nothing that a post gave."""
        result = super().write(vals)
        if "active" in vals:
            # sudo: whether they have posts, for whoever archives accounts
            people = self.env["tthc.staff"].sudo().with_context(active_test=False)
            people = people.search([("user_id", "in", self.ids)])
            self.env["tthc.assignment.grant"]._sync(people.user_id)
        return result

    def _update_last_login(self):
        """At each login the account catches up with its posts.

        The nightly job may have been missed: whose term ended is not let in with the
        rights of the post, whose term begins finds them.
        """
        result = super()._update_last_login()
        self.env["tthc.assignment.grant"]._catch_up(self)
        return result
