import ipaddress

from odoo import api, fields, models
from odoo.exceptions import AccessDenied, ValidationError
from odoo.tools import config


class ResUsers(models.Model):
    _inherit = "res.users"

    tthc_agency_ids = fields.Many2many(
        "tthc.agency",
        "tthc_agency_user_rel",
        "user_id",
        "agency_id",
        string="Agencies",
        help="The agencies that the person works for. What these agencies take part "
        "in is what the person sees.",
    )
    tthc_center_id = fields.Many2one(
        "tthc.center", string="Center", ondelete="restrict", index="btree_not_null"
    )
    tthc_counter_id = fields.Many2one(
        "tthc.counter",
        string="Counter",
        ondelete="set null",
        index="btree_not_null",
        domain="[('center_id', '=', tthc_center_id)]",
    )
    tthc_demo_role = fields.Char(
        string="Demo role",
        help="Set on the invented people of the demo only: they may log in only while "
        "the server listens on the loopback address.",
    )

    @api.constrains("tthc_center_id", "tthc_counter_id")
    def _check_tthc_counter_id(self):
        for user in self.filtered("tthc_counter_id"):
            if user.tthc_counter_id.center_id != user.tthc_center_id:
                raise ValidationError(
                    self.env._(
                        "%(user)s can't work at %(counter)s: it belongs to another "
                        "center.",
                        user=user.name,
                        counter=user.tthc_counter_id.display_name,
                    )
                )

    @property
    def SELF_READABLE_FIELDS(self):
        """Fields of the own account that everybody reads."""
        return super().SELF_READABLE_FIELDS + [
            "tthc_agency_ids",
            "tthc_center_id",
            "tthc_counter_id",
        ]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        """Fields of the own account that everybody may change."""
        return super().SELF_WRITEABLE_FIELDS + ["tthc_counter_id"]

    def _get_invalidation_fields(self):
        return super()._get_invalidation_fields() | {
            "tthc_agency_ids",
            "tthc_center_id",
            "tthc_counter_id",
        }

    def _check_credentials(self, credential, env):
        if self.env.user.tthc_demo_role and not self._tthc_on_loopback():
            raise AccessDenied(
                self.env._("Demo logins work only on the machine itself.")
            )
        return super()._check_credentials(credential, env)

    def _tthc_on_loopback(self):
        """Whether the server can be reached from this machine only.

        :return: bool; False behind a proxy, which speaks for other machines
        """
        if config["proxy_mode"]:
            return False
        interface = config["http_interface"]
        if interface == "localhost":
            return True
        try:
            return ipaddress.ip_address(interface or "0.0.0.0").is_loopback
        except ValueError:
            return False
