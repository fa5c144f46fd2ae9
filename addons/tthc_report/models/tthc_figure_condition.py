from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcFigureCondition(models.AbstractModel):
    """Which rows belong to a period and to a column, where a plain domain can't say.

    What happens after the period changes no answer: outcomes are told as they stood on
    its last day.
    """

    _name = "tthc.figure.condition"
    _description = "Conditions of tables of figures"

    @api.model
    def _end_of(self, scope):
        """First instant after the period, naive UTC."""
        return _instant(scope.last + timedelta(days=1))

    @api.model
    def _within(self, name, is_moment, scope):
        """Rows of which a day, or an instant by its local day, lies in the period."""
        if not is_moment:
            return Domain(name, ">=", str(scope.first)) & Domain(
                name, "<=", str(scope.last)
            )
        return Domain(name, ">=", str(_instant(scope.first))) & Domain(
            name, "<", str(self._end_of(scope))
        )

    @api.model
    def _condition(self, name, scope):
        """Condition of a column: a method of this model, or a column of II.06a."""
        if name.startswith("_"):
            return getattr(self, name)(scope)
        return self._spans(scope)[name]

    # -- dated rows of dossiers -----------------------------------------------------

    @api.model
    def _spans(self, scope):
        return self.env["tthc.dossier.span"]._column_domains(scope.first, scope.last)

    @api.model
    def _received_rows(self, scope):
        """Received in the period, as table II.06a counts it."""
        columns = self._spans(scope)
        return columns["scope"] & (columns["c4"] | columns["c5"])

    @api.model
    def _settled_rows(self, scope):
        """Settled in the period with a result: neither withdrawn nor stopped."""
        columns = self._spans(scope)
        settled = columns["c8"] | columns["c9"] | columns["c10"]
        return columns["scope"] & settled & Domain("kind", "!=", "ended")

    @api.model
    def _counted_rows(self, scope):
        """All that takes part in the period, as table II.06a counts it."""
        return self._spans(scope)["scope"]

    @api.model
    def _is_settled(self, scope):
        return self._is_in_time(scope) | self._spans(scope)["c10"]

    @api.model
    def _is_in_time(self, scope):
        columns = self._spans(scope)
        return (columns["c8"] | columns["c9"]) & Domain("kind", "!=", "ended")

    @api.model
    def _carried_rows(self, scope):
        """Open from before the period, as table II.06a counts it."""
        columns = self._spans(scope)
        return columns["scope"] & columns["c6"]

    @api.model
    def _long_open(self, scope):
        columns = self._spans(scope)
        long_ago = str(scope.first - timedelta(days=90))
        return (columns["c12"] | columns["c13"]) & Domain("entered_on", "<", long_ago)

    # -- what the dossier behind a dated row says -------------------------------------
    # By the row, as a search of all dossiers would read a million for one month.

    @api.model
    def _returned_direct(self, _scope):
        return self._returned_by("direct")

    @api.model
    def _returned_online(self, _scope):
        return self._returned_by("online")

    @api.model
    def _returned_post(self, _scope):
        return self._returned_by("post")

    @api.model
    def _returned_by(self, channel):
        return self._of_dossier(
            "tthc.dossier",
            SQL("SELECT FROM tthc_dossier d WHERE d.result_channel = %s", channel),
            SQL("d.id"),
        )

    @api.model
    def _all_scanned(self, _scope):
        """Papers were handed in, and each has its scan."""
        self.env["tthc.dossier.scan"].flush_model()
        papers = SQL("SELECT FROM tthc_dossier_component c WHERE TRUE")
        bare = SQL(
            """SELECT FROM tthc_dossier_component c WHERE NOT EXISTS (
                   SELECT FROM tthc_dossier_scan f WHERE f.component_id = c.id)"""
        )
        of_paper = SQL("c.dossier_id")
        model = "tthc.dossier.component"
        return self._of_dossier(model, papers, of_paper) & ~self._of_dossier(
            model, bare, of_paper
        )

    @api.model
    def _result_scanned(self, _scope):
        return self._of_dossier(
            "tthc.dossier.result",
            SQL("SELECT FROM tthc_dossier_result r WHERE r.sha256 IS NOT NULL"),
            SQL("r.dossier_id"),
        )

    @api.model
    def _of_dossier(self, model, found, link):
        """Rows of whose dossier something is found.

        :param model: name of the model that is looked at
        :param found: SQL of a query with a WHERE
        :param link: SQL of its column that is the dossier
        """
        self.env[model].flush_model()
        return Domain.custom(
            to_sql=lambda rows, alias, query: SQL(
                "EXISTS (%s AND %s = %s)",
                found,
                link,
                SQL.identifier(alias, "dossier_id"),
            )
        )

    # -- supplements ----------------------------------------------------------------

    @api.model
    def _beyond_law(self, _scope):
        """Requests above the number that the regulation allows (rule R02).

        Guidance at intake counts with them where the regulation counts both together.
        """
        for model in ("tthc.regulation", "tthc.dossier", "tthc.dossier.supplement"):
            self.env[model].flush_model()
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                """
                EXISTS (
                    SELECT FROM tthc_dossier d
                      JOIN tthc_regulation r ON r.id = d.regulation_id
                     WHERE d.id = %(dossier)s AND r.supplement_max > 0
                       AND r.supplement_max < (
                           SELECT count(*) FROM tthc_dossier_supplement s
                            WHERE s.dossier_id = d.id AND s.number > 0
                              AND s.id <= %(id)s
                              AND (r.supplement_scope != 'each' OR s.kind = %(kind)s)))
                """,
                dossier=SQL.identifier(alias, "dossier_id"),
                id=SQL.identifier(alias, "id"),
                kind=SQL.identifier(alias, "kind"),
            )
        )

    @api.model
    def _brought(self, scope):
        return Domain("handed_in_at", "!=", False) & Domain(
            "handed_in_at", "<", str(self._end_of(scope))
        ) | self._received_after(scope)

    @api.model
    def _not_brought(self, scope):
        return ~self._brought(scope)

    @api.model
    def _received_after(self, scope):
        """Guided at intake, and received by the end of the period."""
        return Domain("kind", "=", "intake") & self._then_received(scope)

    @api.model
    def _then_received(self, scope):
        return Domain("dossier_id.received_at", "<", str(self._end_of(scope)))

    @api.model
    def _not_received(self, scope):
        return ~self._then_received(scope)

    # -- letters of apology ---------------------------------------------------------

    @api.model
    def _finished(self, scope):
        """Letters of dossiers that had their result by the end of the period."""
        return Domain("dossier_id.resolved_at", "<", str(self._end_of(scope)))

    @api.model
    def _unfinished(self, scope):
        return ~self._finished(scope)

    @api.model
    def _new_day_kept(self, scope):
        return self._finished(scope) & self._result_by("<=")

    @api.model
    def _new_day_missed(self, scope):
        return self._finished(scope) & self._result_by(">")

    @api.model
    def _result_by(self, operator):
        """The local day of the result against the day that the letter appointed."""
        self.env["tthc.dossier"].flush_model(["resolved_at"])
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(SELECT %s FROM tthc_dossier d WHERE d.id = %s) %s %s",
                _local_day(SQL("d.resolved_at")),
                SQL.identifier(alias, "dossier_id"),
                SQL(operator),
                SQL.identifier(alias, "new_date"),
            )
        )

    @api.model
    def _days_late(self, _rows, query, where):
        """How many days the results came after what was first promised, on average."""
        return SQL(
            "avg((SELECT %s - %s FROM tthc_dossier d WHERE d.id = %s))"
            " FILTER (WHERE %s)",
            _local_day(SQL("d.resolved_at")),
            _local_day(SQL("d.due_original")),
            SQL.identifier(query.table, "dossier_id"),
            where,
        )


def _instant(day):
    """First instant of a local day, naive UTC."""
    local = pytz.timezone(VIETNAM).localize(datetime.combine(day, time.min))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def _local_day(moment):
    return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, VIETNAM)
