from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now

from .parcel_table import PARCEL_MOVES


class TthcParcelLifecycle(models.AbstractModel):
    """The moves of a parcel: the only way in which its state changes."""

    _name = "tthc.parcel.lifecycle"
    _description = "Life of a parcel"

    # -- preparing -----------------------------------------------------------------

    def action_order(self):
        """Make parcels ready for the courier: number, consignment note, order.

        :raise UserError: when an address or the zone is missing
        """
        self._begin_move("order")
        moment = now()
        for parcel in self.sudo():  # sudo: written by actions only
            parcel._need_note()
            parcel._moving().write(
                {
                    **parcel._number_values(moment),
                    "ordered_at": moment,
                    "handed_by_id": self.env.uid,
                    "cod_amount": parcel._fees_to_collect(),
                }
            )
        self._end_move("order", moment)
        self.sudo()._queue_order("waiting")  # sudo: written by actions only

    def _need_note(self):
        """Refuse a parcel whose note would lack what the law asks for.

        :raise UserError: names what is missing (Circular 17/2017 Art 9)
        """
        self.ensure_one()
        names = ["sender_name", "receiver_name", "zone_id", "carrier_id"]
        names += ["sender_address", "sender_phone"]
        names += ["receiver_address", "receiver_phone"]
        missing = [name for name in names if not self[name]]
        if missing:
            labels = self.fields_get(missing, ["string"])
            raise UserError(
                self.env._(
                    "The consignment note of %(parcel)s lacks: %(fields)s.",
                    parcel=self.code or self.display_name,
                    fields=", ".join(labels[name]["string"] for name in missing),
                )
            )

    def _number_values(self, moment):
        """The number of the parcel, without holes in a center and year."""
        year = self.center_id._local_day(moment).year
        number = self.env["tthc.number"]._next(
            self._name, "number", {"center_id": self.center_id.id, "year": year}
        )
        return {
            "year": year,
            "number": number,
            "name": f"BG{self.center_id.id}-{year}-{number:05d}",
        }

    def _fees_to_collect(self):
        """Đồng that the courier collects for the dossier at the door."""
        self.ensure_one()
        if self.direction != "delivery":
            return 0
        return self.dossier_id.fee_balance

    # -- taken over by the Post -----------------------------------------------------

    def action_accept(self, courier_name=None):
        """The Post takes a result over at the center: day J (Decision 45 Art 9).

        Both have signed the note: who made the parcel ready and who runs this, or
        whose name is entered where the courier has no login.

        :param courier_name: name of the courier where the desk enters it
        :raise UserError: when the papers are not at the counter, or nobody is named
        """
        self._begin_move("accept")
        self._take_over("accept", courier_name)

    def action_collect(self, courier_name=None):
        """The courier takes a dossier at the citizen's door: day J (Art 6).

        :param courier_name: as in :meth:`action_accept`
        """
        self._begin_move("collect")
        self._take_over("collect", courier_name)

    def _take_over(self, action, courier_name):
        moment = now()
        for parcel in self.sudo():  # sudo: written by actions only
            parcel._name_courier(courier_name)
            holder = parcel._courier_holder()
            if action == "accept":
                parcel._take_papers(holder, moment)
            else:
                parcel._begin_papers(holder, moment)
            parcel._moving().write(
                {
                    "accepted_at": moment,
                    "next_attempt": False,
                    **parcel._due_values(moment),
                }
            )
        self._end_move(action, moment)
        self.filtered(lambda parcel: parcel.direction == "delivery")._tell_citizen()

    def _name_courier(self, courier_name):
        """Put down who has the parcel now."""
        name = (courier_name or "").strip()
        if self._is_courier():
            name = self.courier_id.name
        if not name:
            raise UserError(
                self.env._(
                    "Say who of the Post took over %(parcel)s, as signed on the note.",
                    parcel=self.display_name,
                )
            )
        self._moving().write({"courier_name": name})

    def _is_courier(self):
        """Whether the user is the courier of this parcel."""
        self.ensure_one()
        return self.sudo().courier_id.id == self.env.uid  # sudo: own parcel or not

    def _courier_holder(self):
        """Who holds the papers of a parcel that is out."""
        self.ensure_one()
        return self.env["tthc.custody.holder"]._of("courier", user=self.courier_id)

    def _due_values(self, moment):
        """J + n by the zone, in working days of the center (Circular 17 Art 7)."""
        center = self.center_id
        rules = self.env["tthc.postal.regulation"]._at(center._local_day(moment))
        zone = self.zone_id
        if zone.regulation_id != rules:
            zone = rules.zone_ids.filtered(lambda row: row.code == zone.code)
        if not zone:
            raise UserError(
                self.env._(
                    "%(rules)s has no zone “%(zone)s”: choose another one.",
                    rules=rules.name,
                    zone=self.zone_id.name,
                )
            )
        due = center.resource_calendar_id.tthc_due(
            moment, zone._days_of(self.with_slip), "working_day"
        )
        return {
            "regulation_id": rules.id,
            "zone_id": zone.id,
            "due": due.at,
            "due_lines": [line.as_dict() for line in due.lines],
        }

    def action_depart(self):
        """The parcel is on its way."""
        self._begin_move("depart")
        self._end_move("depart", now())

    def action_arrive(self):
        """A dossier that was fetched is handed over at the center (Art 7).

        The moment of signing is that from which the time limit counts (rule R12). By
        hand this is done for a courier who has no login; the others sign minutes.
        """
        self._begin_move("arrive")
        moment = now()
        for parcel in self.sudo():  # sudo: written by actions only
            parcel._need_minutes()
            parcel._papers_to_counter(moment)
            parcel.dossier_id._take_post_minutes(moment, parcel.name)
            parcel._moving().write(
                {"delivered_at": moment, **parcel._transit_values(moment)}
            )
        self._end_move("arrive", moment)

    def _need_minutes(self):
        """Refuse what a courier of the suite hands over without both signatures."""
        if self.courier_id and self._papers_with_courier():
            raise UserError(
                self.env._(
                    "%(courier)s hands %(parcel)s over with minutes, which both sign "
                    "at the scan desk: they start the time limit.",
                    courier=self.courier_id.name,
                    parcel=self.display_name,
                )
            )

    # -- back ------------------------------------------------------------------------

    def action_send_back(self):
        """Give up after the last invitation: back to the center (rule R22).

        :raise UserError: as long as the law asks for another invitation
        """
        self._begin_move("send_back")
        for parcel in self.sudo():  # sudo: rules of the postal service are no secret
            parcel._need_attempts()
        self._end_move("send_back", now())

    def _need_attempts(self):
        self.ensure_one()
        refused = "refused" in self.attempt_ids.mapped("outcome")
        if refused or self.attempt_count >= self.regulation_id.attempts_min:
            return
        raise UserError(
            self.env._(
                "%(parcel)s goes back after %(min)s invitations, so far there are "
                "%(count)s. The next one is from %(day)s on.",
                parcel=self.display_name,
                min=self.regulation_id.attempts_min,
                count=self.attempt_count,
                day=self.next_attempt.strftime("%d/%m/%Y"),
            )
        )

    def action_recall(self, reason=None):
        """Call a parcel back that is out, such as when the address was wrong.

        :param reason: why
        """
        self._begin_move("recall")
        self._end_move("recall", now(), reason=self._need_reason(reason))

    def action_take_back(self):
        """The desk has an undelivered parcel back; its papers are at the counter."""
        self._begin_move("take_back")
        moment = now()
        for parcel in self.sudo():  # sudo: written by actions only
            parcel._papers_to_counter(moment)
            parcel._moving().write({"returned_at": moment, "ended_at": moment})
        self._end_move("take_back", moment)
        # sudo: the citizen is told by the system, whoever took the parcel back
        self.sudo().dossier_id._tell_citizen("uncollected")

    def action_cancel(self, reason=None):
        """Cancel a parcel that has not left.

        :param reason: why
        """
        self._begin_move("cancel")
        self._end_move("cancel", now(), reason=self._need_reason(reason))
        self._take_orders_back()

    def action_give_up(self, reason=None):
        """Cancel a pick-up at which nobody was met.

        :param reason: why
        """
        self._begin_move("give_up")
        self._end_move("give_up", now(), reason=self._need_reason(reason))

    def action_lose(self, reason=None):
        """Declare a parcel lost; what follows is for custody (Decision 45 Art 14).

        :param reason: what is known
        """
        self._begin_move("lose")
        self._end_move("lose", now(), reason=self._need_reason(reason))
        papers = self._papers_with_courier()
        if papers:
            papers.action_declare_lost(reason, "post")

    @api.model
    def _need_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why."))
        return reason.strip()

    # -- the way of every move --------------------------------------------------------

    def _begin_move(self, action):
        """Check who moves which parcels from where, and hold them.

        :param action: key of :data:`PARCEL_MOVES`
        :raise AccessError: when the user has not the role, or sees no such parcel
        :raise UserError: when a parcel is not where the move begins
        """
        move = PARCEL_MOVES[action]
        self.check_access("read")
        self._check_any_role(move.roles)
        self.sudo()._lock()  # sudo: moved by actions, written by nobody
        self.invalidate_recordset(["state", "attempt_count", "next_attempt"])
        for parcel in self:
            if parcel.direction not in move.directions:
                raise UserError(
                    self.env._(
                        "%(parcel)s goes the other way: there is no such step.",
                        parcel=parcel.display_name,
                    )
                )
        self._check_state(*move.origins)

    def _check_any_role(self, groups):
        if self.env.su or any(self.env.user.has_group(group) for group in groups):
            return
        # sudo: names to tell the user, who can't read groups
        names = [self.env.ref(group).sudo().name for group in groups]
        raise AccessError(
            self.env._("This is done by the role “%(role)s”.", role=", ".join(names))
        )

    def _end_move(self, action, moment, reason=None):
        """Write the state of a move, and note it in the log of the dossiers.

        :param action: key of :data:`PARCEL_MOVES`
        :param moment: naive UTC
        :param reason: why, where the move asks for it
        """
        move = PARCEL_MOVES[action]
        values = {"state": move.target}
        if reason:
            values["end_reason"] = reason
        if move.target in ("delivered", "cancelled", "lost"):
            values["ended_at"] = moment
        parcels = self.sudo()  # sudo: moved by actions, written by nobody
        parcels._moving().write(values)
        dossiers = parcels.dossier_id
        dossiers._lock()
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": parcel.dossier_id,
                    "kind": f"parcel_{action}",
                    "happened_at": moment,
                    "ground": move.ground,
                    "source": "web" if self.env.user._is_internal() else "job",
                    "data": {
                        "parcel": parcel.name or "",
                        "direction": parcel.direction,
                    },
                }
                for parcel in parcels
                if parcel.dossier_id
            ]
        )

    def _transit_values(self, moment):
        """The end of the transit time, once: on time or late."""
        self.ensure_one()
        if self.transit_ended_at:
            return {}
        late = self.due and moment > self.due
        return {
            "transit_ended_at": moment,
            "punctuality": "late" if late else "on_time",
        }

    def _tell_citizen(self):
        """Tell that a result is on its way."""
        # sudo: notices are the system's, whoever handed the parcel over
        self.sudo().dossier_id._tell_citizen("parcel")

    def _drop_unwanted(self):
        """End parcels that have not left and are not wanted any more."""
        if self:
            self._begin_move("cancel")
            reason = self.env._("The dossier went another way.")
            self._end_move("cancel", now(), reason=reason)
            self._take_orders_back()

    def _take_orders_back(self):
        """Tell carriers that parcels are cancelled that they have an order for."""
        parcels = self.sudo()  # sudo: written by actions only
        placed = parcels.filtered(lambda parcel: parcel.order_state == "placed")
        placed._queue_order("withdrawing")
        (parcels - placed)._moving().write({"order_state": "none"})
