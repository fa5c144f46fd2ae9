from odoo import api, models
from odoo.tools import SQL

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
        What is open is counted once for all agencies: beyond that, each agency costs
        the one message that it gets.

        :return: agencies whose leaders were told
        """
        if not self._works_today():
            return self.browse()
        leaders = self.env["tthc.dossier"]._members_of("tthc_base.group_leader")
        open_dossiers = leaders.tthc_agency_ids._open_by_urgency()
        told = self.browse()
        for agency in leaders.tthc_agency_ids:
            if agency.id not in open_dossiers:
                continue
            own = leaders.filtered(lambda user, to=agency: to in user.tthc_agency_ids)
            with self.env["tthc.dossier"]._kept_apart(agency.display_name):
                agency._send_digest(own, open_dossiers[agency.id])
                told |= agency
        return told

    @api.model
    def _works_today(self):
        calendar = self.env.ref("tthc_base.calendar_administrative")
        return calendar.tthc_is_working_day(clock.today(VIETNAM))

    def _open_by_urgency(self):
        """How many open dossiers these agencies have of each kind, and the first ones.

        :return: dict of agency id → dict of kind (see :meth:`_digest_names`) → pair of
            the number and the first :data:`NAMED` dossiers by due date
        """
        moment = clock.now()
        calendar = self.env.ref("tthc_base.calendar_administrative")
        dossiers = self.env["tthc.dossier"]
        dossiers.flush_model(["state", "paused_at", "due", "agency_ids"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT agency_id, kind, count(*),
                       (array_agg(id ORDER BY due, id))[1:%(named)s]
                  FROM (SELECT r.agency_id, d.id, d.due,
                               CASE WHEN d.paused_at IS NOT NULL THEN 'waiting'
                                    WHEN d.due < %(now)s THEN 'late'
                                    WHEN d.due < %(day_end)s THEN 'today'
                                    WHEN d.due <= %(horizon)s THEN 'soon' END AS kind
                          FROM tthc_dossier d
                          JOIN tthc_dossier_agency_rel r ON r.dossier_id = d.id
                         WHERE d.state IN %(open)s
                           AND r.agency_id = ANY(%(agencies)s)) o
                 WHERE kind IS NOT NULL
                 GROUP BY agency_id, kind
                """,
                named=NAMED,
                now=moment,
                day_end=self.env["tthc.warning.rule"]._day_end(moment),
                horizon=dossiers._soon_until(moment, calendar),
                open=OPEN_STATES,
                agencies=self.ids,
            )
        )
        # One set for all, so that what the messages name is read at once.
        # sudo: the job counts what the leaders themselves may see
        # sudo: a digest names the dossiers of its agency by their codes
        named = dossiers.sudo().browse(id for row in rows for id in row[3])
        found = {}
        for agency, kind, count, ids in rows:
            # sudo: as above
            first = dossiers.sudo().browse(ids).with_prefetch(named.ids)
            found.setdefault(agency, {})[kind] = (count, first)
        return found

    @api.model
    def _digest_names(self):
        """What the digest counts, gravest first: dict of kind → name."""
        return {
            "late": self.env._("Late"),
            "today": self.env._("Due today"),
            "soon": self.env._("Due on the next working day"),
            "waiting": self.env._("Waiting for the citizen"),
        }

    def _send_digest(self, leaders, found):
        """Send the digest of one agency.

        :param leaders: ``res.users`` who get it
        :param found: its row of :meth:`_open_by_urgency`
        """
        self.ensure_one()
        lang = leaders[:1].lang
        agency = self.with_context(lang=lang)
        parts = []
        for kind, name in agency._digest_names().items():
            count, first = found.get(kind, (0, None))
            if count:
                first = first.with_context(lang=lang)
                parts.append({"name": name, "count": count, "dossiers": first})
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
