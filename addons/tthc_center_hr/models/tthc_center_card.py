from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .assignment_table import HR, MANAGER

#: Whom the law lists (Decree 61/2018 Art 9.7): heads, and who serves at the center.
HEADS = ("director", "deputy")
SERVING = ("main", "center_staff")


class TthcCenter(models.Model):
    _inherit = "tthc.center"

    plate_width = fields.Integer(string="Width of a name plate (mm)", default=80)
    plate_height = fields.Integer(string="Height of a name plate (mm)", default=25)
    staff_list_public = fields.Boolean(
        string="Staff list is public",
        copy=False,
        tracking=True,
        help="Decree 61/2018 Art 9.7: names, titles and phones of the heads; names, "
        "titles, fields and phones of the staff.",
    )
    staff_list_url = fields.Char(compute="_compute_staff_list_url")

    _plate_size = models.Constraint(
        "CHECK (plate_width BETWEEN 40 AND 190 AND plate_height BETWEEN 15 AND 275)",
        "A name plate is 40 to 190 mm wide and 15 to 275 mm high.",
    )

    def _compute_staff_list_url(self):
        for center in self:
            center.staff_list_url = (
                f"{center.get_base_url()}/nhan-su/{center.id}" if center.id else False
            )

    def action_publish_staff_list(self):
        """Put the staff list on its public page (Decree 61/2018 Art 9.7).

        :raise AccessError: for everybody but HR and the center's own manager
        """
        self._set_staff_list_public(True)

    def action_withdraw_staff_list(self):
        """Take the staff list off its public page."""
        self._set_staff_list_public(False)

    def _set_staff_list_public(self, public):
        user = self.env.user
        hr = self.env.su or user.has_group(HR)
        own = user.has_group(MANAGER) and self <= user.tthc_center_id
        if not (hr or own):
            raise AccessError(
                self.env._("HR or the manager of the center decides on its staff list.")
            )
        self.check_access("read")
        if public and not all(center._staff_list()["staff"] for center in self):
            raise UserError(self.env._("Nobody is in post: the list would be empty."))
        # sudo: HR and managers do not change centers otherwise; the role was checked
        self.sudo().staff_list_public = public

    def _staff_list(self):
        """Who is in post today, as the law wants it listed.

        :return: dict of ``heads`` and ``staff``, each a list of dicts with ``name``,
            ``title``, ``role``, ``field``, ``counters``, ``phone``, ``agency``
        """
        self.ensure_one()
        # sudo: published by law: names, titles, fields and phones of the office alone
        posts = self.env["tthc.assignment"].sudo()
        found = posts.search(
            posts._in_post_domain(today(VIETNAM))
            & Domain("center_id", "=", self.id)
            & Domain("role", "in", HEADS + SERVING)
        )
        heads = found.filtered(lambda post: post.role in HEADS)
        return {
            "heads": [post._listed() for post in heads.sorted(_by_rank)],
            "staff": [post._listed() for post in (found - heads).sorted(_by_counter)],
        }


def _by_rank(post):
    return HEADS.index(post.role), post.name


def _by_counter(post):
    return min(post.counter_ids.mapped("code"), default="~"), post.name
