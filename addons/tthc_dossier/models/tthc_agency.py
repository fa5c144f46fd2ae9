from odoo import api, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .transition_table import OPEN_STATES

#: How many dossiers of a kind the digest names; the link opens all of them.
NAMED = 10


class TthcAgency(models.Model):
    _inherit = "tthc.agency"

    @api.model
    def _send_digests(self):
        """Tell the leaders of each agency in the morning what is late and what is due.

        Run once a day; says nothing on days off and to agencies with nothing open.

        :return: agencies whose leaders were told
        """
        told = self.browse()
        leaders = self.env["tthc.dossier"]._members_of("tthc_base.group_leader")
        for agency in leaders.tthc_agency_ids:
            own = leaders.filtered(lambda user, to=agency: to in user.tthc_agency_ids)
            with self.env["tthc.dossier"]._kept_apart(agency.display_name):
                if agency._works_today() and agency._send_digest(own):
                    told |= agency
        return told

    def _works_today(self):
        calendar = self.env.ref("tthc_base.calendar_administrative")
        return calendar.tthc_is_working_day(clock.today(VIETNAM))

    def _digest_parts(self):
        """What the digest counts.

        :return: list of (name, domain on ``tthc.dossier``), in order
        """
        self.ensure_one()
        own = Domain("agency_ids", "=", self.id) & Domain("state", "in", OPEN_STATES)
        moment = clock.now()
        end_of_day = self.env["tthc.warning.rule"]._day_end(moment)
        running = own & Domain("paused_at", "=", False)
        return [
            (self.env._("Late"), running & Domain("due", "<", moment)),
            (
                self.env._("Due today"),
                running & Domain("due", ">=", moment) & Domain("due", "<", end_of_day),
            ),
            (
                self.env._("Due on the next working day"),
                running
                & Domain("is_due_soon", "=", True)
                & Domain("due", ">=", end_of_day),
            ),
            (
                self.env._("Waiting for the citizen"),
                own & Domain("paused_at", "!=", False),
            ),
        ]

    def _send_digest(self, leaders):
        """Send the digest of one agency.

        :param leaders: ``res.users`` who get it
        :return: whether there was anything to tell
        """
        self.ensure_one()
        agency = self.with_context(lang=leaders[:1].lang)
        # sudo: the job counts what the leaders themselves may see
        dossiers = agency.env["tthc.dossier"].sudo()
        parts = [
            {
                "name": name,
                "count": dossiers.search_count(domain),
                "dossiers": dossiers.search(domain, order="due, id", limit=NAMED),
            }
            for name, domain in agency._digest_parts()
        ]
        if not any(part["count"] for part in parts):
            return False
        body = agency.env["ir.qweb"]._render(
            "tthc_dossier.agency_digest", {"agency": agency, "parts": parts}
        )
        agency.env["mail.thread"].message_notify(
            partner_ids=leaders.partner_id.ids,
            subject=agency.env._("Dossiers of %s today", agency.display_name),
            body=body,
            model=False,
            res_id=False,
        )
        return True
