from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_catalog.models.tthc_version_finding import SHOWN_FIELDS

from .transition_table import OPEN_STATES


class TthcProcedureVersion(models.Model):
    _inherit = "tthc.procedure.version"

    supplement_ask_days = fields.Integer(
        string="Days to ask for a supplement",
        help="Working days from the receipt. 0: as the regulation says.",
    )
    second_stage_value = fields.Float(
        string="Limit of the second stage",
        digits=(6, 1),
        help="Counted from the proof of payment. Empty: the first limit goes on, "
        "without the time of waiting.",
    )
    second_stage_unit = fields.Selection(
        [
            ("hour", "working hours"),
            ("working_day", "working days"),
            ("day", "days"),
            ("month", "months"),
        ],
        string="Unit of the second stage",
    )

    @api.model
    def _usage_rank(self, center):
        return self.env["tthc.dossier"]._usage(Domain("center_id", "=", center.id))

    @api.model
    def _favourites(self, center, counter, pins, day, limit):
        """What a clerk takes most, without typing anything.

        Stars first, then what the counter received most, then those of the
        counter's agencies, then what the center received most.

        :param center: ``tthc.center``
        :param counter: ``tthc.counter`` of the clerk, may be empty
        :param pins: ``tthc.procedure.pin`` of the clerk, in their order
        :param day: ``datetime.date`` in the center's time zone
        :param limit: at most this many
        :return: versions that the center receives by on the day
        """
        query = self._search(self._domain_for_center(center, day), limit=limit)
        if query.is_empty():
            return self.browse()
        query.order = SQL(", ").join(
            [
                *self._order_of_pins(pins),
                *self._order_of_counter(query, counter),
                *self._order_of_usage(query, center),
            ]
        )
        return self._fetch_query(query, self._determine_fields_to_fetch(SHOWN_FIELDS))

    @api.model
    def _order_of_pins(self, pins):
        if not pins:
            return []
        procedure = SQL.identifier(self._table, "procedure_id")
        return [SQL("array_position(%s, %s)", pins.procedure_id.ids, procedure)]

    @api.model
    def _order_of_counter(self, query, counter):
        if not counter:
            return []
        usage = self.env["tthc.dossier"]._usage(Domain("counter_id", "=", counter.id))
        query.add_join(
            "LEFT JOIN",
            "at_counter",
            SQL("(%s)", usage),
            SQL(
                "at_counter.procedure_id = %s",
                SQL.identifier(self._table, "procedure_id"),
            ),
        )
        agency = SQL.identifier(self._table, "agency_id")
        return [
            SQL("COALESCE(at_counter.uses, 0) DESC"),
            SQL("(%s = ANY(%s)) DESC NULLS LAST", agency, counter.agency_ids.ids),
        ]

    def _open_usage(self):
        # sudo: counts only, so that an editor learns how many dossiers hold a version
        dossiers = self.env["tthc.dossier"].sudo()
        groups = dossiers._read_group(
            [("version_id", "in", self.ids), ("state", "in", OPEN_STATES)],
            ["version_id"],
            ["__count"],
        )
        return {version.id: count for version, count in groups}

    def _open_usage_action(self):
        if not self.env["tthc.dossier"].has_access("read"):
            return super()._open_usage_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_dossier.tthc_dossier_action"
        )
        return action | {
            "display_name": self.env._(
                "Open dossiers of %(codes)s", codes=self._codes()
            ),
            "domain": [
                ("version_id", "in", self.ids),
                ("state", "in", list(OPEN_STATES)),
            ],
            "context": {},
        }
