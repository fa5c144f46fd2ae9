import logging
from datetime import datetime, time

import psycopg2
import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import clock
from ..tools.vietnamese_date import VIETNAM

_logger = logging.getLogger(__name__)

ADMIN = "tthc_base.group_admin"
#: What moves more than this is done by the scheduler, not while somebody waits.
AT_ONCE = 2000


class TthcReorganisationLifecycle(models.AbstractModel):
    """States of a reorganisation: draft, previewed, scheduled, done."""

    _name = "tthc.reorganisation.lifecycle"
    _inherit = ["tthc.guarded"]
    _description = "Life of a reorganisation"

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("previewed", "Previewed"),
            ("scheduled", "Scheduled"),
            ("done", "Done"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    fingerprint = fields.Char(readonly=True, copy=False)
    previewed_at = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users",
        string="Confirmed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    done_at = fields.Datetime(readonly=True, copy=False)
    fault = fields.Text(
        readonly=True,
        copy=False,
        help="Why it could not be done on the day. It is tried again every hour.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; another state is reached by actions only."""
        records = super().create(vals_list)
        # Looked at afterwards, because a default may come from the context too.
        if any(record.state != "draft" for record in records):
            self._check_moving()
        return records

    def write(self, vals):
        """Write; a change of what was previewed asks for a new preview."""
        if self._is_moving():
            return super().write(vals)
        if self._own_facts() & vals.keys():
            self._check_moving()
        if self._plan_fields() & vals.keys():
            self._reopen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self._check_open()

    @api.model
    def _own_facts(self):
        """Fields that only the actions write."""
        return set(self.env["tthc.reorganisation.lifecycle"]._fields) - {
            *models.MAGIC_COLUMNS,
            "display_name",
        } | {"item_ids"}

    @api.model
    def _plan_fields(self):
        """Fields that a person fills in and a preview depends on."""
        return {
            name
            for name, field in self._fields.items()
            if name not in self._chatter_fields()
            and (field.store or field.type == "one2many")
            and name not in self._own_facts()
        }

    def _reopen(self):
        """Send back to draft what was previewed; what was confirmed stays."""
        self._check_open()
        previewed = self.filtered(lambda record: record.state == "previewed")
        previewed._moving().write({"state": "draft", "fingerprint": False})

    def _check_open(self):
        for record in self:
            if record.state in ("scheduled", "done"):
                raise UserError(
                    self.env._(
                        "“%(name)s” was confirmed and stays as it is. One that is only "
                        "scheduled can be set back to draft first.",
                        name=record.display_name,
                    )
                )

    def _groups_needed(self, shares):
        """Roles that whoever confirms must have; a higher floor adds its own.

        :param shares: as ``_shares`` gives
        :return: list of external ids of groups
        """
        return [ADMIN]

    def _check_roles(self, shares=()):
        for group in self._groups_needed(shares):
            self._check_role(group)

    # -- buttons ----------------------------------------------------------------

    def action_preview(self):
        """Work out what would move, and show it; nothing moves.

        :raise AccessError: for anybody but an administrator
        :raise UserError: when something is missing, or it was confirmed
        """
        self.ensure_one()
        self._check_roles()
        self._check_state("draft", "previewed")
        self._fill_lines()
        self._check_complete()
        # sudo: counts what moves, also where the administrator is no member
        plan = self.sudo()
        shares = plan._shares()
        plan._moving().write(
            {
                "item_ids": plan._item_commands(shares),
                "state": "previewed",
                "fingerprint": plan._fingerprint(shares),
                "previewed_at": clock.now(),
                "fault": False,
            }
        )

    def action_confirm(self):
        """Do what was previewed: at once, or on the day if it lies ahead.

        :raise AccessError: for anybody without the roles that it needs
        :raise UserError: when it is not previewed, something has changed since the
            preview, or something must be solved first
        """
        self.ensure_one()
        self._check_roles()
        self._lock()
        self._check_state("previewed")
        # sudo: moves what the administrator decided on, also where no member
        plan = self.sudo()
        shares = plan._shares()
        self._check_roles(shares)
        if self.fingerprint != plan._fingerprint(shares):
            raise UserError(
                self.env._(
                    "Something has changed since the preview of “%(name)s”. Preview it "
                    "again and look at what moves now.",
                    name=self.display_name,
                )
            )
        plan._check_not_blocked(shares)
        plan._moving().write({"confirmed_by_id": self.env.uid})
        ahead = self.date_effective > clock.today(VIETNAM)
        if ahead or sum(share.number() for share in shares) > AT_ONCE:
            plan._schedule()
        else:
            plan._carry_out(shares)

    def action_reset(self):
        """Send a previewed or scheduled reorganisation back to draft.

        :raise AccessError: for anybody but an administrator
        :raise UserError: when it is done
        """
        self._check_roles()
        self._lock()
        self._check_state("previewed", "scheduled")
        # sudo: facts of the record itself, which the role may take back
        self.sudo()._moving().write(
            {
                "state": "draft",
                "fingerprint": False,
                "confirmed_by_id": False,
                "fault": False,
            }
        )

    # -- doing it ---------------------------------------------------------------

    def _check_not_blocked(self, shares):
        blocking = [
            remark.message
            for remark in self._remarks(shares)
            if remark.severity == "blocking"
        ]
        if blocking:
            raise UserError(
                self.env._(
                    "“%(name)s” can't be done: %(reasons)s",
                    name=self.display_name,
                    reasons=" ".join(blocking),
                )
            )

    def _schedule(self):
        """Leave it to the scheduler, which begins right after midnight of the day."""
        self._moving().write({"state": "scheduled"})
        midnight = pytz.timezone(VIETNAM).localize(
            datetime.combine(self.date_effective, time())
        )
        at = midnight.astimezone(pytz.utc).replace(tzinfo=None)
        self.env.ref("tthc_base.cron_reorganisation")._trigger(at=max(at, clock.now()))

    def _carry_out(self, shares):
        """Move all there is, in one transaction.

        :param shares: as ``_shares`` gives
        """
        for share in shares:
            getattr(self, f"_move_{share.kind}")(share)
        self._moving().write(
            {
                "state": "done",
                "done_at": clock.now(),
                "fault": False,
                "item_ids": self._item_commands(shares),
            }
        )
        self.message_post(
            body=self.env._(
                "Carried out: %(count)s records were moved.",
                count=sum(share.number() for share in shares),
            ),
            partner_ids=self.confirmed_by_id.partner_id.ids,
        )

    @api.model
    def _cron_carry_out(self):
        """Do what is due, each once and wholly; what fails waits for the next run.

        A day that the server slept through is caught up with.
        """
        due = self.search(
            [
                ("state", "=", "scheduled"),
                ("date_effective", "<=", clock.today(VIETNAM)),
            ],
            order="date_effective, id",
        )
        for done, record in enumerate(due, 1):
            record._carry_out_scheduled()
            self.env["ir.cron"]._commit_progress(1, remaining=len(due) - done)

    def _carry_out_scheduled(self):
        """Do one that is due in the name of who confirmed it, or say why not."""
        self.ensure_one()
        # sudo: the order was checked when it was given; the day asks for no new rights
        order = self.with_user(self.confirmed_by_id).sudo()
        try:
            with self.env.cr.savepoint():
                order._lock()
                order._check_state("scheduled")
                shares = order._shares()
                order._check_not_blocked(shares)
                order._carry_out(shares)
        except psycopg2.OperationalError:
            # a collision with other work: the scheduler begins anew
            raise
        except Exception as error:
            _logger.warning("Reorganisation %s failed", self.id, exc_info=True)
            order._tell_fault(str(error))

    def _tell_fault(self, words):
        """Keep why it failed, and ask who confirmed it to see to it, once."""
        if words == self.fault:
            return
        self._moving().write({"fault": words})
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self.confirmed_by_id.id,
            summary=self.env._("The reorganisation could not be carried out"),
            note=words,
        )
