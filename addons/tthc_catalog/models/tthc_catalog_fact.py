from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: What is asked of each procedure: name → SQL that is true, false, or null where
#: nobody knows. v is the version, a the admissions of the day; see ``_table_query``.
FACTS = {
    "procedure": "NOT COALESCE(v.is_public_service, FALSE)",
    "public_service": (
        "CASE WHEN v.is_public_service THEN TRUE WHEN v.kind_reviewed THEN FALSE END"
    ),
    "interlinked": "k.interlinked",
    "online": "k.online",
    "postal_return": "k.by_return",
    "postal_receive": "v.postal_submission = 'yes'",
    "online_postal": "k.online AND k.by_return",
    "level_3_4": "v.online_level_old IN ('3', '4')",
    "total": "TRUE",
    "at_province": "k.province",
    "at_district": "k.district",
    "at_commune": "k.commune",
    "one_stop": "a.is_in",
    "one_stop_interlinked": "a.is_in AND k.interlinked",
    "one_stop_province": "a.at_province",
    "one_stop_district": "a.at_district",
    "one_stop_commune": "a.at_commune",
    "process": "k.process",
    "process_province": "CASE WHEN k.process THEN k.province END",
    "process_district": "CASE WHEN k.process THEN k.district END",
    "process_commune": "CASE WHEN k.process THEN k.commune END",
    "planned": "COALESCE(a.is_planned AND NOT a.is_in, FALSE)",
    "overdue": "COALESCE(a.is_overdue AND NOT a.is_in, FALSE)",
    "excluded": "COALESCE(a.is_excluded AND NOT a.is_in AND NOT a.is_planned, FALSE)",
    "no_word": "a.is_in IS NULL",
    "required": (
        "NOT COALESCE(a.is_excluded AND NOT a.is_in AND NOT a.is_planned, FALSE)"
    ),
    "missing": (
        "NOT COALESCE(a.is_in, FALSE) AND NOT"
        " COALESCE(a.is_excluded AND NOT a.is_planned, FALSE)"
    ),
    "on_the_way": "COALESCE(a.is_in OR a.is_due, FALSE)",
}


class TthcCatalogFact(models.Model):
    """What is known of each procedure in force on a day, for counting.

    One row a procedure: the version in force on the day ``tthc_day`` of the context
    (by default today), a province's own row instead of the national one. With
    ``tthc_center`` only the admissions to that center count. Each fact is a pair of
    columns that are 1 or 0: it is so, and nobody knows; sums of them are the counts.
    """

    _name = "tthc.catalog.fact"
    _description = "Procedure in force, for counting"
    _auto = False
    _order = "code, id"
    _rec_name = "name"

    version_id = fields.Many2one("tthc.procedure.version", readonly=True)
    code = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    agency_id = fields.Many2one("tthc.agency", string="Lead agency", readonly=True)
    at_center_body = fields.Boolean(
        string="Settled by the body of the receiving center", readonly=True
    )
    sector_id = fields.Many2one("tthc.sector", readonly=True)
    online_level = fields.Selection(
        [
            ("full", "Wholly online"),
            ("partial", "Partly online"),
            ("information", "Information only"),
        ],
        readonly=True,
    )
    procedure = fields.Integer(string="Procedures", readonly=True)
    public_service = fields.Integer(string="Public services", readonly=True)
    public_service_unknown = fields.Integer(
        string="Public services: not known", readonly=True
    )
    interlinked = fields.Integer(readonly=True)
    interlinked_unknown = fields.Integer(string="Interlinked: not known", readonly=True)
    online = fields.Integer(readonly=True)
    online_unknown = fields.Integer(string="Online: not known", readonly=True)
    postal_return = fields.Integer(string="Result by post", readonly=True)
    postal_return_unknown = fields.Integer(
        string="Result by post: not known", readonly=True
    )
    postal_receive = fields.Integer(string="Received by post", readonly=True)
    postal_receive_unknown = fields.Integer(
        string="Received by post: not known", readonly=True
    )
    online_postal = fields.Integer(string="Online with return by post", readonly=True)
    online_postal_unknown = fields.Integer(
        string="Online with return by post: not known", readonly=True
    )
    level_3_4 = fields.Integer(string="Level 3 or 4", readonly=True)
    level_3_4_unknown = fields.Integer(string="Level 3 or 4: not known", readonly=True)
    total = fields.Integer(string="In force", readonly=True)
    at_province = fields.Integer(string="Provincial level", readonly=True)
    at_province_unknown = fields.Integer(
        string="Provincial level: not known", readonly=True
    )
    at_district = fields.Integer(string="District level", readonly=True)
    at_district_unknown = fields.Integer(
        string="District level: not known", readonly=True
    )
    at_commune = fields.Integer(string="Commune level", readonly=True)
    at_commune_unknown = fields.Integer(
        string="Commune level: not known", readonly=True
    )
    one_stop = fields.Integer(string="Received at a center", readonly=True)
    one_stop_unknown = fields.Integer(
        string="Received at a center: not known", readonly=True
    )
    one_stop_interlinked = fields.Integer(
        string="Received at a center, interlinked", readonly=True
    )
    one_stop_interlinked_unknown = fields.Integer(
        string="Received at a center, interlinked: not known", readonly=True
    )
    one_stop_province = fields.Integer(string="At a provincial center", readonly=True)
    one_stop_province_unknown = fields.Integer(
        string="At a provincial center: not known", readonly=True
    )
    one_stop_district = fields.Integer(string="At a district center", readonly=True)
    one_stop_district_unknown = fields.Integer(
        string="At a district center: not known", readonly=True
    )
    one_stop_commune = fields.Integer(string="At a commune center", readonly=True)
    one_stop_commune_unknown = fields.Integer(
        string="At a commune center: not known", readonly=True
    )
    process = fields.Integer(string="Internal process", readonly=True)
    process_unknown = fields.Integer(
        string="Internal process: not known", readonly=True
    )
    process_province = fields.Integer(
        string="Internal process, provincial level", readonly=True
    )
    process_province_unknown = fields.Integer(
        string="Internal process, provincial level: not known", readonly=True
    )
    process_district = fields.Integer(
        string="Internal process, district level", readonly=True
    )
    process_district_unknown = fields.Integer(
        string="Internal process, district level: not known", readonly=True
    )
    process_commune = fields.Integer(
        string="Internal process, commune level", readonly=True
    )
    process_commune_unknown = fields.Integer(
        string="Internal process, commune level: not known", readonly=True
    )
    planned = fields.Integer(readonly=True)
    overdue = fields.Integer(string="Plan overdue", readonly=True)
    excluded = fields.Integer(readonly=True)
    no_word = fields.Integer(string="No word about admission", readonly=True)
    required = fields.Integer(string="Not excluded", readonly=True)
    missing = fields.Integer(string="Not yet received", readonly=True)
    on_the_way = fields.Integer(string="Received or planned", readonly=True)

    _depends = {
        "tthc.procedure.version": [
            "agency_id",
            "at_center_body",
            "code",
            "is_interlinked",
            "is_public_service",
            "kind_reviewed",
            "level_commune",
            "level_province",
            "level_text",
            "name",
            "online_level",
            "online_level_old",
            "online_submission",
            "postal_return",
            "postal_submission",
            "procedure_id",
            "province_id",
            "sector_id",
            "state",
            "valid_from",
            "valid_to",
        ],
        "tthc.procedure.step": ["version_id"],
        "tthc.procedure.chain": ["version_id"],
        "tthc.admission.period": [
            "center_id",
            "corrected",
            "date_from",
            "date_to",
            "planned_date",
            "procedure_id",
            "state",
        ],
        "tthc.procedure.admission": ["center_id", "procedure_id"],
        "tthc.center": ["agency_id", "level"],
    }

    @api.model
    def _as_of(self, day, center=None):
        """The model as it answers for a day and a center.

        :param day: ``datetime.date`` in the time zone of the center
        :param center: one or no ``tthc.center``
        """
        return self.with_context(
            tthc_day=fields.Date.to_string(day),
            tthc_center=center.id if center else False,
        )

    @property
    def _table_query(self):
        """One row a procedure in force on the day of the context."""
        context = self.env.context
        day = fields.Date.to_date(context.get("tthc_day")) or clock.today(VIETNAM)
        center = self.env["tthc.center"].browse(int(context.get("tthc_center") or 0))
        return SQL(
            """
            SELECT v.id, v.id AS version_id, v.code, v.name, v.sector_id,
                   v.online_level, COALESCE(v.at_center_body, FALSE) AS at_center_body,
                   CASE WHEN v.at_center_body THEN %(body)s ELSE v.agency_id END
                       AS agency_id,
                   %(facts)s
              FROM tthc_procedure_version v
              LEFT JOIN (%(admissions)s) a ON a.procedure_id = v.procedure_id
              CROSS JOIN LATERAL (%(known)s) k
             WHERE %(in_force)s AND NOT (%(hidden)s)
            """,
            body=SQL("%s::int", center.agency_id.id or None),
            facts=self._facts_sql(),
            admissions=self._admissions_sql(center, day),
            known=self._known_sql(),
            in_force=self._in_force_sql("v", day),
            hidden=self._hidden_sql(center, day),
        )

    @api.model
    def _facts_sql(self):
        """Two columns a fact: 1 where it is so; 1 where nobody knows."""
        columns = []
        for name, code in FACTS.items():
            # The texts are constants of this module.
            fact = SQL(code)  # pylint: disable=sql-injection
            columns.append(SQL("((%s) IS TRUE)::int AS %s", fact, SQL.identifier(name)))
            if f"{name}_unknown" in self._fields:
                unknown = SQL.identifier(f"{name}_unknown")
                columns.append(SQL("((%s) IS NULL)::int AS %s", fact, unknown))
        return SQL(", ").join(columns)

    @api.model
    def _known_sql(self):
        """What several facts are made of: true, false, or null for not known.

        A blank is not “no”: the published lists say “yes” or nothing of interlinked
        procedures. It becomes “no” once somebody has looked (``kind_reviewed``).
        """
        return SQL(
            """
            SELECT CASE WHEN v.is_interlinked OR EXISTS (
                             SELECT 1 FROM tthc_procedure_chain h
                              WHERE h.version_id = v.id) THEN TRUE
                        WHEN v.kind_reviewed THEN FALSE END AS interlinked,
                   CASE WHEN v.online_submission = 'yes'
                          OR v.online_level IN ('full', 'partial')
                          OR v.online_level_old IN ('3', '4') THEN TRUE
                        WHEN v.online_submission IS NOT NULL
                          OR v.online_level IS NOT NULL
                          OR v.online_level_old IS NOT NULL THEN FALSE END AS online,
                   v.postal_return = 'yes' AS by_return,
                   CASE WHEN l.known THEN COALESCE(v.level_province, FALSE) END
                       AS province,
                   CASE WHEN l.known THEN
                        COALESCE(v.level_text ILIKE '%%huyện%%', FALSE) END
                       AS district,
                   CASE WHEN l.known THEN COALESCE(v.level_commune, FALSE) END
                       AS commune,
                   CASE WHEN EXISTS (SELECT 1 FROM tthc_procedure_step s
                                      WHERE s.version_id = v.id) THEN TRUE END
                       AS process
              FROM (SELECT v.level_text IS NOT NULL OR v.level_province IS TRUE
                           OR v.level_commune IS TRUE AS known) l
            """
        )

    @api.model
    def _admissions_sql(self, center, day):
        """How each procedure that has a word stands on a day, over the centers.

        :param center: one center, or none for all of them
        :param day: ``datetime.date``
        """
        return SQL(
            """
            SELECT p.procedure_id,
                   bool_or(p.state = 'in') AS is_in,
                   bool_or(p.state = 'planned') AS is_planned,
                   bool_or(p.state = 'planned' AND p.planned_date < %(day)s)
                       AS is_overdue,
                   bool_or(p.state = 'planned' AND p.planned_date <= %(day)s) AS is_due,
                   bool_or(p.state = 'excluded') AS is_excluded,
                   bool_or(p.state = 'in' AND c.level = 'province') AS at_province,
                   bool_or(p.state = 'in' AND c.level = 'district') AS at_district,
                   bool_or(p.state = 'in' AND c.level = 'commune') AS at_commune
              FROM tthc_admission_period p JOIN tthc_center c ON c.id = p.center_id
             WHERE p.corrected IS NOT TRUE
               AND (p.date_from IS NULL OR p.date_from <= %(day)s)
               AND (p.date_to IS NULL OR p.date_to > %(day)s)
               AND %(center)s
             GROUP BY p.procedure_id
            """,
            day=day,
            center=SQL("p.center_id = %s", center.id) if center else SQL("TRUE"),
        )

    @api.model
    def _in_force_sql(self, alias, day):
        """Versions in force on a day; what was abolished since was, until then.

        :param alias: of the table of versions
        :param day: ``datetime.date``
        """
        return SQL(
            """
            %(v)s.state IN ('approved', 'abolished')
            AND %(v)s.valid_from <= %(day)s
            AND (%(v)s.valid_to IS NULL OR %(v)s.valid_to > %(day)s)
            """,
            v=SQL.identifier(alias),
            day=day,
        )

    @api.model
    def _hidden_sql(self, center, day):
        """National versions that a province's own row takes the place of.

        :param center: one center, where only its rows hide, or none
        :param day: ``datetime.date``
        """
        known_there = SQL(
            """EXISTS (SELECT 1 FROM tthc_procedure_admission x
                        WHERE x.procedure_id = o.procedure_id AND x.center_id = %s)""",
            center.id,
        )
        return SQL(
            """
            v.province_id IS NULL AND EXISTS (
                SELECT 1 FROM tthc_procedure_version o
                 WHERE o.code = v.code AND o.province_id IS NOT NULL
                   AND %(in_force)s AND %(known)s)
            """,
            in_force=self._in_force_sql("o", day),
            known=known_there if center else SQL("TRUE"),
        )

    def action_open_version(self):
        """Open the procedure that a row stands for.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.procedure.version",
            "res_id": self.version_id.id,
            "view_mode": "form",
        }
