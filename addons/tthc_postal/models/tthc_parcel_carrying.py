import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .parcel_table import MANAGER

_logger = logging.getLogger(__name__)

#: Minutes to wait after each try that failed; after the last one people are told.
RETRY_MINUTES = (1, 5, 20, 60, 240)
BATCH = 100
#: How often a carrier is asked where a parcel is.
POLL_EVERY = timedelta(minutes=30)
#: The moves that lead to what a carrier tells, by state; each leads on to the next.
FOLLOWED = {
    "delivery": {
        "ordered": "accept",
        "accepted": "depart",
    },
    "pickup": {
        "ordered": "collect",
        "accepted": "depart",
    },
}


class TthcParcelCarrying(models.AbstractModel):
    """The line to carriers: orders go out by a job, and a job asks what became of them.

    Nobody waits for a carrier: an order stands in line until it is answered. Each
    parcel has its own transaction; what goes wrong with one keeps no other back.
    """

    _name = "tthc.parcel.carrying"
    _description = "Line to the carriers of parcels"

    order_state = fields.Selection(
        [
            ("none", "Not asked"),
            ("waiting", "Being ordered"),
            ("placed", "Ordered"),
            ("withdrawing", "Being taken back"),
            ("withdrawn", "Taken back"),
            ("failed", "Not possible"),
        ],
        string="Order at the carrier",
        required=True,
        default="none",
        readonly=True,
        copy=False,
    )
    order_tries = fields.Integer(readonly=True, copy=False)
    order_next = fields.Datetime(string="Next try", readonly=True, copy=False)
    order_error = fields.Char(string="What went wrong", readonly=True, copy=False)
    polled_at = fields.Datetime(string="Asked at", readonly=True, copy=False)
    carrier_word = fields.Char(
        string="Status of the carrier", readonly=True, copy=False
    )

    def _queue_order(self, state):
        """Put orders in line.

        :param state: “waiting” to order, “withdrawing” to take an order back
        """
        moment = now()
        asked = self.filtered(lambda parcel: parcel.carrier_id._adapter()._speaks())
        if not asked:
            return
        asked._moving().write(
            {
                "order_state": state,
                "order_tries": 0,
                "order_next": moment,
                "order_error": False,
            }
        )
        # sudo: a job is woken, not changed
        self.env.ref("tthc_postal.cron_parcel_order").sudo()._trigger(moment)

    def action_order_again(self):
        """Ask the carrier once more, after what went wrong was mended.

        :raise UserError: when no order has failed
        """
        self.check_access("read")
        self._check_any_role(("tthc_base.group_reception", MANAGER))
        parcels = self.sudo()  # sudo: written by actions only
        parcels._lock()
        parcels.invalidate_recordset(["order_state", "state"])
        for parcel in parcels:
            if parcel.order_state != "failed" or parcel.state != "ordered":
                raise UserError(
                    self.env._(
                        "No order of %(parcel)s has failed.",
                        parcel=parcel.display_name,
                    )
                )
        parcels._queue_order("waiting")

    # -- the job that orders ---------------------------------------------------------

    @api.model
    def _cron_order(self):
        """Order what stands in line, and take back what was cancelled."""
        # sudo: the job orders for all centers, in the language of the suite
        parcels = self.sudo().with_context(lang="vi_VN")
        due = Domain("order_state", "in", ("waiting", "withdrawing"))
        due &= Domain("order_next", "<=", now())
        parcels._one_by_one(due, "order_next, id", "_ask_carrier")

    @api.model
    def _one_by_one(self, domain, order, method):
        """Do something with each parcel in a transaction of its own."""
        cron = self.env["ir.cron"]
        parcels = self.search(domain, limit=BATCH, order=order)
        left = cron._commit_progress(remaining=len(parcels))
        for parcel in parcels:
            if not left:
                return
            try:
                with self.env.cr.savepoint():
                    if parcel.try_lock_for_update():
                        getattr(parcel, method)()
            except psycopg2.OperationalError:
                # Somebody else was quicker: a later run sees what became of it.
                _logger.info("Parcel %s: %s", parcel.id, method, exc_info=True)
            except Exception as error:
                _logger.warning("Parcel %s: %s", parcel.id, method, exc_info=True)
                parcel._note_fault(str(error))
            left = cron._commit_progress(1)

    def _ask_carrier(self):
        """Order one parcel, or take its order back."""
        self.ensure_one()
        self.invalidate_recordset()
        adapter = self.carrier_id._adapter()
        if self.order_state == "waiting" and self.state != "ordered":
            self._moving().write({"order_state": "none", "order_next": False})
            return
        if self.order_state == "waiting":
            self._take_answer(adapter._place(self), "placed")
        elif self.order_state == "withdrawing":
            self._take_answer(adapter._withdraw(self), "withdrawn")

    def _take_answer(self, answer, done):
        """Write down what the carrier answered to an order.

        :param answer: dict as of ``tthc.parcel.adapter._place``
        :param done: state of an order that was accepted
        """
        values = {"order_tries": self.order_tries + 1}
        if answer["state"] == "placed":
            values.update(order_state=done, order_error=False, order_next=False)
            number = answer.get("tracking_number")
            if number and not self.tracking_number:
                values["tracking_number"] = number
        elif answer["state"] == "again" and self.order_tries < len(RETRY_MINUTES):
            wait = timedelta(minutes=RETRY_MINUTES[self.order_tries])
            values.update(order_next=now() + wait, order_error=answer["reason"])
        else:
            values.update(
                order_state="failed", order_error=answer["reason"], order_next=False
            )
        self._moving().write(values)
        if self.order_state == "failed":
            self._tell_managers(self.env._("The carrier was not reached"))

    def _note_fault(self, reason):
        """Write down what nobody foresaw, and try again later.

        :param reason: in words
        """
        self.invalidate_recordset()
        if self.order_state in ("waiting", "withdrawing"):
            reason = self.env._("It broke off: %(error)s", error=reason)
            done = "placed" if self.order_state == "waiting" else "withdrawn"
            self._take_answer({"state": "again", "reason": reason}, done)
        else:
            self._moving().write({"order_error": reason, "polled_at": now()})

    # -- the job that asks -----------------------------------------------------------

    @api.model
    def _cron_poll(self):
        """Ask carriers where their parcels are, the longest unasked first."""
        # sudo: as in _cron_order
        parcels = self.sudo().with_context(lang="vi_VN")
        # sudo: as above
        carriers = self.env["tthc.parcel.carrier"].sudo()
        carriers = carriers.search([("adapter", "!=", "hand")])
        speaking = carriers.filtered(lambda carrier: carrier._adapter()._speaks())
        if not speaking:
            return
        due = (
            Domain("state", "in", ("ordered", "accepted", "under_way", "failed"))
            & Domain("carrier_id", "in", speaking.ids)
            & Domain("tracking_number", "!=", False)
            & (
                Domain("polled_at", "=", False)
                | Domain("polled_at", "<=", now() - POLL_EVERY)
            )
        )
        parcels._one_by_one(due, "polled_at NULLS FIRST, id", "_poll")

    def _poll(self):
        """Ask where one parcel is, and follow what the carrier tells."""
        self.ensure_one()
        self.invalidate_recordset()
        answer = self.carrier_id._adapter()._whereabouts(self)
        values = {"polled_at": now(), "order_error": answer.get("reason") or False}
        if answer["state"] != "told":
            self._moving().write(values)
            return
        values["carrier_word"] = answer["word"]
        if not answer["status"]:
            values["order_error"] = self.env._(
                "The carrier's word “%(word)s” is not known: add it to the carrier.",
                word=answer["word"] or "–",
            )
        try:
            with self.env.cr.savepoint():
                self._follow(answer)
        except UserError as error:
            # What the carrier tells does not go with what is known here.
            self.invalidate_recordset()
            values["order_error"] = str(error)
        told_before = self.order_error
        self._moving().write(values)
        if values["order_error"] and values["order_error"] != told_before:
            self._tell_managers(self.env._("The carrier tells what can't be"))

    def _follow(self, answer):
        """Move the parcel to where the carrier says that it is.

        :param answer: dict as of ``tthc.parcel.adapter._whereabouts``
        """
        status = answer["status"]
        goal = {"accepted": ("accepted",), "under_way": ("under_way",)}.get(status, ())
        if status in (False, "none"):
            return
        self._follow_until(goal or ("accepted", "under_way", "failed"))
        if self.direction == "pickup":
            # What arrives at the center is taken over by somebody there.
            return
        if status == "failed":
            self._follow_failed(answer["attempts"])
        elif status == "delivered" and self.state in (
            "accepted",
            "under_way",
            "failed",
        ):
            self.action_deliver(
                taken_by=answer["receiver"] or self.receiver_name,
                identity_on_note=True,
                signed_on_paper=True,
            )
        elif status == "returning" and self.state != "returning":
            self.action_recall(self.env._("Sent back by the carrier"))

    def _follow_until(self, states):
        """Make the moves that lie before a state."""
        passed = {"accepted": 1, "under_way": 2, "failed": 3}
        least = min(passed[state] for state in states)
        while passed.get(self.state, 0) < least:
            move = FOLLOWED[self.direction].get(self.state)
            if not move:
                return
            arguments = [] if move == "depart" else [self.carrier_id.name]
            getattr(self, f"action_{move}")(*arguments)

    def _follow_failed(self, attempts):
        """An invitation of the carrier, each once.

        :param attempts: how many there were, 0 where the carrier does not count
        """
        if attempts > self.attempt_count or not self.attempt_count:
            self.action_fail("nobody", self.carrier_word)

    # -- people ------------------------------------------------------------------------

    def _tell_managers(self, summary):
        """Put what went wrong before the center's managers, once."""
        for parcel in self:
            managers = self.env.ref(MANAGER).all_user_ids.filtered(
                lambda user, center=parcel.center_id: user.tthc_center_id == center
            )
            told = parcel.activity_ids.filtered(lambda row: row.summary == summary)
            for user in managers - told.user_id:
                parcel.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=parcel.center_id._today(),
                    summary=summary,
                    note=parcel.order_error,
                    user_id=user.id,
                )
