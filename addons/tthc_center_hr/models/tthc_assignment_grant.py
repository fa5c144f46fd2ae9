import logging
from collections import defaultdict

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .assignment_change import Change, Wanted

_logger = logging.getLogger(__name__)

KINDS = [
    ("group", "Right"),
    ("agency", "Agency"),
    ("center", "Center"),
    ("counter", "Counter"),
]
#: More rows than there will be: a few for each role.
RIGHTS_AT_MOST = 100


class TthcAssignmentGrant(models.Model):
    """What an account was given for a post, so that just this is taken away.

    A row is written for what the account did not have: what was given by hand stays
    when the post ends. An account has one open row a thing, whichever of its posts
    asks for it; it is closed when none does any more.
    """

    _name = "tthc.assignment.grant"
    _inherit = ["tthc.guarded.whole"]
    _description = "Right given for a post"
    _order = "given_at desc, id desc"

    user_id = fields.Many2one(
        "res.users", string="Account", required=True, ondelete="cascade", index=True
    )
    assignment_id = fields.Many2one(
        "tthc.assignment",
        string="Given for",
        required=True,
        ondelete="cascade",
        index=True,
    )
    kind = fields.Selection(KINDS, required=True)
    group_id = fields.Many2one("res.groups", string="Right", ondelete="cascade")
    agency_id = fields.Many2one("tthc.agency", ondelete="cascade")
    center_id = fields.Many2one("tthc.center", ondelete="cascade")
    counter_id = fields.Many2one("tthc.counter", ondelete="cascade")
    before_center_id = fields.Many2one(
        "tthc.center", string="Center before", ondelete="set null"
    )
    before_counter_id = fields.Many2one(
        "tthc.counter", string="Counter before", ondelete="set null"
    )
    given_at = fields.Datetime(string="Given", required=True)
    taken_at = fields.Datetime(string="Taken away")

    # One open row a thing and account, whatever runs at the same moment.
    _open_uniq = models.UniqueIndex(
        "(user_id, kind, COALESCE(group_id, agency_id, 0)) WHERE taken_at IS NULL",
        "This right was given at the same moment by somebody else.",
    )

    @api.depends("kind", "group_id", "agency_id", "center_id", "counter_id")
    def _compute_display_name(self):
        for grant in self:
            # sudo: names of groups, which only the system administrator reads
            target = grant.sudo()[f"{grant.kind}_id"] if grant.kind else grant.center_id
            grant.display_name = target.display_name or ""

    def _target_id(self):
        self.ensure_one()
        return self[f"{self.kind}_id"].id

    # -- keeping accounts in step with their posts ------------------------------------

    @api.model
    def _sync(self, users, wait=True):
        """Give accounts what their posts of today ask for, and take the rest away.

        Can be called as often as one likes.

        :param users: ``res.users``, archived ones too
        :param wait: an account that somebody else is at work on, or that can't be
            changed, is an error; without it the others go on
        :raise UserError: when somebody else is at work on one of them
        """
        # sudo: accounts follow the decisions; nobody edits them here
        users = users.sudo().with_context(active_test=False)
        # An approval that gives and a job that takes must not mix; references to the
        # account (logs, messages) go on meanwhile.
        locked = users.try_lock_for_update(allow_referencing=True)
        if wait and locked != users:
            raise UserError(
                self.env._(
                    "The account of %(name)s is being changed at this moment. Try "
                    "again in a minute.",
                    name=(users - locked)[:1].name,
                )
            )
        # sudo: accounts follow the posts, whoever moved these
        me = self.sudo()
        held = me.search([("user_id", "in", locked.ids), ("taken_at", "=", False)])
        held = held.grouped("user_id")
        wanted = me._wanted(locked)
        for user in locked:
            change = Change(user, held.get(user, me), wanted[user.id])
            if not change.is_empty() and wait:
                me._carry_out(change)
            elif not change.is_empty():
                me._try_to_carry_out(change)

    @api.model
    def _carry_out(self, change):
        """Change one account and write down what was given and taken."""
        moment = now()
        user = change.user
        change.closing._moving().write({"taken_at": moment})
        # Rows are closed before others are opened: there is one open row a thing.
        self.env.flush_all()
        self._moving().create(
            [{**row, "user_id": user.id, "given_at": moment} for row in change.given]
        )
        user.write(change.values)
        self.env.flush_all()

    @api.model
    def _try_to_carry_out(self, change):
        """The same; what goes wrong with one account stops no other."""
        try:
            with self.env.cr.savepoint():
                self._carry_out(change)
        except OperationalError:
            # Somebody else was quicker: the whole is tried again on what is there now.
            raise
        except Exception:
            _logger.exception(
                "The account %s can't follow its posts", change.user.login
            )
            self.env.invalidate_all()

    @api.model
    def _wanted(self, users):
        """What the posts and substitutions of today ask for.

        :param users: ``res.users``
        :return: dict of user id → list of :class:`Wanted`; of two places the first
            one counts: a substitution, else the post that began last
        """
        day = today(VIETNAM)
        mine = Domain("user_id", "in", users.filtered("active").ids)
        posts = self.env["tthc.assignment"]
        posts = posts.search(
            posts._in_post_domain(day) & mine, order="date_from desc, id desc"
        )
        standing_in = self.env["tthc.assignment.substitution"]
        standing_in = standing_in.search(standing_in._on_domain(day) & mine)
        rights = self.env["tthc.assignment.right"].search([], limit=RIGHTS_AT_MOST)
        rights = rights.grouped(lambda right: (right.role, right.given))
        wanted = defaultdict(list)
        for row in standing_in:
            if row.assignment_id in posts:
                given = rights.get(("reserve", "substitution"), ())
                wanted[row.user_id.id] += self._asked_for(
                    row.assignment_id, given, row.replaced_id.counter_ids
                )
        for post in posts:
            given = rights.get((post.role, "post"), ())
            wanted[post.user_id.id] += self._asked_for(post, given, post.counter_ids)
        return wanted

    @api.model
    def _asked_for(self, post, rights, counters):
        """What one post asks for.

        :param rights: ``tthc.assignment.right`` of its role
        :param counters: ``tthc.counter`` at which the person serves
        :return: list of :class:`Wanted`
        """
        wanted = [Wanted("group", right.group_id.id, post) for right in rights]
        if any(right.for_agency for right in rights):
            wanted.append(Wanted("agency", post.agency_id.id, post))
        if any(right.at_center for right in rights):
            wanted.append(Wanted("center", post.center_id.id, post))
            wanted += [
                Wanted("counter", counter.id, post)
                for counter in counters.filtered(
                    lambda counter: counter.center_id == post.center_id
                )[:1]
            ]
        return wanted

    @api.model
    def _sync_all(self):
        """Bring every account in step that has a post or holds something for one."""
        held = self.search([("taken_at", "=", False)]).user_id
        posts = self.env["tthc.assignment"]
        posts = posts.search(
            posts._in_post_domain(today(VIETNAM)) & Domain("user_id", "!=", False)
        )
        self._sync(held | posts.user_id, wait=False)

    @api.model
    def _catch_up(self, user):
        """Bring one account in step at its login, in case the job did not run.

        Never keeps anybody from logging in.

        :param user: ``res.users``
        """
        # sudo: whether there is anything to do, for whomever logs in
        me = self.sudo()
        posts = me.env["tthc.staff"].with_context(active_test=False)
        if posts.search_count([("user_id", "=", user.id)], limit=1) or me.search_count(
            [("user_id", "=", user.id), ("taken_at", "=", False)], limit=1
        ):
            me._sync(user, wait=False)
