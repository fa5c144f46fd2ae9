from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

STANDINGS = [
    ("missing", "Lacking"),
    ("due", "New in post, still time"),
    ("expiring", "Valid, ends soon"),
    ("valid", "Valid"),
]
#: Ids of post, topic and sector make the id of a row; so many topics and sectors.
MANY = 8192


class TthcTrainingNeed(models.Model):
    """Who in post must have been trained in what, and whether they are, on a day.

    It follows from the posts and the rules and is kept nowhere. The day is today at
    the center, or ``training_day`` of the context.
    """

    _name = "tthc.training.need"
    _description = "Training that a post asks for"
    _auto = False
    _order = "deadline, center_id, agency_id, id"
    _rec_name = "topic_id"

    assignment_id = fields.Many2one("tthc.assignment", string="Person", readonly=True)
    user_id = fields.Many2one("res.users", string="Account", readonly=True)
    agency_id = fields.Many2one("tthc.agency", string="Sent by", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    role = fields.Selection(
        selection=lambda self: self._selection_role(), readonly=True
    )
    at_counter = fields.Boolean(string="At a counter", readonly=True)
    topic_id = fields.Many2one("tthc.training.topic", readonly=True)
    sector_id = fields.Many2one("tthc.sector", readonly=True)
    standing = fields.Selection(STANDINGS, readonly=True)
    trained_on = fields.Date(string="Last trained", readonly=True)
    valid_until = fields.Date(string="Valid until", readonly=True)
    deadline = fields.Date(
        string="To be done by",
        readonly=True,
        help="Last day of the validity, or of the days that new people have.",
    )
    session_id = fields.Many2one(
        "tthc.training.session", string="Invited to", readonly=True
    )

    _depends = {
        "tthc.assignment": [
            "agency_id",
            "center_id",
            "counter_ids",
            "date_from",
            "last_day",
            "role",
            "sector_ids",
            "staff_id",
            "state",
            "user_id",
        ],
        "tthc.counter": ["sector_ids"],
        "tthc.training.attendee": ["session_id", "staff_id", "state", "topic_id"],
        "tthc.training.rule": [
            "active",
            "at_counter",
            "center_ids",
            "date_from",
            "date_to",
            "new_days",
            "renew_days",
            "role",
            "sector_ids",
            "topic_id",
            "valid_months",
        ],
        "tthc.training.session": ["date_from", "date_to", "sector_ids", "state"],
        "tthc.training.topic": ["active", "by_sector", "examined"],
    }

    @api.model
    def _selection_role(self):
        return (
            self.env["tthc.assignment"]._fields["role"]._description_selection(self.env)
        )

    @property
    def _table_query(self):
        """One row a post, topic and, where the topic asks for it, sector.

        Each part is a table that the next ones read by its name.
        """
        day = self.env.context.get("training_day")
        day = fields.Date.to_date(day) if day else today(VIETNAM)
        return SQL(
            """
            WITH post AS (%(posts)s), served AS (%(served)s), wanted AS (%(wanted)s),
                 known AS (%(known)s), judged AS (%(judged)s)
            SELECT (id::bigint * %(many)s + topic_id) * %(many)s
                       + COALESCE(sector_id, 0) AS id,
                   id AS assignment_id, user_id, agency_id, center_id, role, at_counter,
                   topic_id, sector_id, trained_on, valid_until, session_id,
                   CASE WHEN holds THEN valid_until
                        ELSE GREATEST(due_on, valid_until) END AS deadline,
                   CASE WHEN holds AND valid_until <= %(day)s::date + renew_days
                            THEN 'expiring'
                        WHEN holds THEN 'valid'
                        WHEN due_on >= %(day)s THEN 'due'
                        ELSE 'missing' END AS standing
              FROM judged
            """,
            posts=self._query_posts(day),
            served=self._query_served(),
            wanted=self._query_wanted(day),
            known=self._query_known(day),
            judged=self._query_judged(day),
            many=MANY,
            day=day,
        )

    @api.model
    def _query_posts(self, day):
        """Who is in post; whoever comes back or is renewed is not new once more."""
        return SQL(
            """
                SELECT a.id, a.staff_id, a.user_id, a.agency_id, a.center_id, a.role,
                       (SELECT min(b.date_from)
                          FROM tthc_assignment b
                         WHERE b.staff_id = a.staff_id AND b.center_id = a.center_id
                           AND b.state IN ('approved', 'ended')) AS first_day,
                       EXISTS (SELECT FROM tthc_assignment_tthc_counter_rel c
                                WHERE c.tthc_assignment_id = a.id) AS at_counter
                  FROM tthc_assignment a
                 WHERE a.state IN ('approved', 'ended') AND a.date_from <= %(day)s
                   AND (a.last_day IS NULL OR a.last_day >= %(day)s)
            """,
            day=day,
        )

    @api.model
    def _query_served(self):
        """Sectors that a post serves: its own, or those of its counters."""
        return SQL(
            """
                SELECT p.id AS post_id, s.tthc_sector_id AS sector_id
                  FROM post p
                  JOIN tthc_assignment_tthc_sector_rel s ON s.tthc_assignment_id = p.id
                 UNION
                SELECT p.id, s.tthc_sector_id
                  FROM post p
                  JOIN tthc_assignment_tthc_counter_rel c ON c.tthc_assignment_id = p.id
                  JOIN tthc_counter_tthc_sector_rel s
                    ON s.tthc_counter_id = c.tthc_counter_id
                 WHERE NOT EXISTS (SELECT FROM tthc_assignment_tthc_sector_rel o
                                    WHERE o.tthc_assignment_id = p.id)
            """
        )

    @api.model
    def _query_wanted(self, day):
        """What the rules of a day ask for; of several the strictest figures hold."""
        return SQL(
            """
                SELECT p.id AS post_id, t.id AS topic_id, v.sector_id,
                       bool_or(t.examined) AS examined,
                       min(GREATEST(p.first_day, r.date_from) + r.new_days - 1)
                           AS due_on,
                       min(NULLIF(r.valid_months, 0)) AS months,
                       max(r.renew_days) AS renew_days
                  FROM post p
                  JOIN tthc_center_tthc_training_rule_rel rc
                    ON rc.tthc_center_id = p.center_id
                  JOIN tthc_training_rule r ON r.id = rc.tthc_training_rule_id
                  JOIN tthc_training_topic t ON t.id = r.topic_id
                  LEFT JOIN served v ON t.by_sector AND v.post_id = p.id
                 WHERE r.active AND t.active
                   AND (r.role = p.role OR (r.role = 'serving'
                        AND p.role IN ('main', 'reserve', 'center_staff')))
                   AND (p.at_counter OR r.at_counter IS NOT TRUE)
                   AND (r.date_from IS NULL OR r.date_from <= %(day)s)
                   AND (r.date_to IS NULL OR r.date_to > %(day)s)
                   AND (NOT EXISTS (SELECT FROM tthc_sector_tthc_training_rule_rel n
                                     WHERE n.tthc_training_rule_id = r.id)
                        OR EXISTS (
                            SELECT FROM tthc_sector_tthc_training_rule_rel n
                              JOIN served w ON w.post_id = p.id
                               AND w.sector_id = n.tthc_sector_id
                             WHERE n.tthc_training_rule_id = r.id
                               AND (v.sector_id IS NULL
                                    OR v.sector_id = n.tthc_sector_id)))
                 GROUP BY p.id, t.id, v.sector_id
            """,
            day=day,
        )

    @api.model
    def _query_known(self, day):
        """When somebody was last trained in it, and to what they are invited."""
        return SQL(
            """
                SELECT p.*, w.topic_id, w.sector_id, w.due_on, w.renew_days,
                       done.day AS trained_on, booked.session_id,
                       (done.day + make_interval(months => w.months))::date - 1
                           AS valid_until
                  FROM wanted w
                  JOIN post p ON p.id = w.post_id
                  LEFT JOIN LATERAL (
                    SELECT max(x.date_to) AS day
                      FROM tthc_training_attendee x
                     WHERE x.staff_id = p.staff_id AND x.topic_id = w.topic_id
                       AND x.date_to <= %(day)s
                       AND (x.state = 'passed'
                            OR (x.state = 'attended' AND w.examined IS NOT TRUE))
                       AND %(covers)s
                  ) done ON TRUE
                  LEFT JOIN LATERAL (
                    SELECT x.session_id
                      FROM tthc_training_attendee x
                      JOIN tthc_training_session e ON e.id = x.session_id
                     WHERE x.staff_id = p.staff_id AND x.topic_id = w.topic_id
                       AND x.state = 'invited' AND e.state IN ('draft', 'invited')
                       AND (e.date_from IS NULL OR e.date_to >= %(day)s)
                       AND %(covers)s
                     ORDER BY e.date_from, e.id
                     LIMIT 1
                  ) booked ON TRUE
            """,
            day=day,
            covers=self._query_covers(),
        )

    @api.model
    def _query_covers(self):
        """Whether a training is one for the sector: for it, or for all sectors."""
        return SQL(
            """
                (w.sector_id IS NULL
                    OR EXISTS (SELECT FROM tthc_sector_tthc_training_session_rel z
                                WHERE z.tthc_training_session_id = x.session_id
                                  AND z.tthc_sector_id = w.sector_id)
                    OR NOT EXISTS (SELECT FROM tthc_sector_tthc_training_session_rel z
                                    WHERE z.tthc_training_session_id = x.session_id))
            """
        )

    @api.model
    def _query_judged(self, day):
        """Whether the training holds on the day."""
        return SQL(
            """
                SELECT k.*, k.trained_on IS NOT NULL
                       AND (k.valid_until IS NULL OR k.valid_until >= %(day)s) AS holds
                  FROM known k
            """,
            day=day,
        )

    @api.model
    def _at(self, day):
        """The rows as of a day; what was read as of another one is forgotten.

        :param day: ``datetime.date`` at the center
        :return: no records, to search from
        """
        self.invalidate_model()
        return self.with_context(training_day=fields.Date.to_string(day))

    @api.depends("assignment_id", "topic_id", "sector_id")
    def _compute_display_name(self):
        for need in self:
            parts = (need.assignment_id.name, need.topic_id.name, need.sector_id.name)
            need.display_name = " · ".join(part for part in parts if part)

    def action_plan(self):
        """Plan a session for the chosen people.

        :return: the action that opens it
        :raise AccessError: for everybody but HR
        :raise UserError: for people of several topics or centers
        """
        sessions = self.env["tthc.training.session"]
        sessions._check_planner()
        if len(self.topic_id) != 1 or len(self.center_id) != 1:
            raise UserError(self.env._("Choose people of one topic and one center."))
        session = sessions.create(
            {
                "topic_id": self.topic_id.id,
                "center_id": self.center_id.id,
                "sector_ids": self.sector_id.ids,
            }
        )
        session._add_people(self.assignment_id)
        return session._get_records_action()
