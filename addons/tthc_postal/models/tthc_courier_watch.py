from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM
from odoo.addons.tthc_dossier.models.transition_table import OPEN_STATES

#: Minutes after the planned hour from which on a departure or a stop counts as late.
GRACE = timedelta(minutes=10)
OPEN = ("planned", "loading", "under_way")


class TthcCourierWatch(models.AbstractModel):
    """What goes wrong with a round, noticed and told: late, missed, never run."""

    _name = "tthc.courier.watch"
    _description = "Watch over a round"

    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    notice = fields.Text(
        compute="_compute_notice",
        help="What late and missed stops leave behind, and what of it falls due.",
    )
    stop_total = fields.Integer(string="All stops", compute="_compute_progress")
    stop_made = fields.Integer(string="Stops made", compute="_compute_progress")
    on_board = fields.Integer(
        string="Papers on board",
        compute="_compute_on_board",
        help="What the courier has in hand, of this round and others.",
    )

    @api.depends("state", "departure_at", "stop_ids.planned_at", "stop_ids.state")
    def _compute_is_late(self):
        moment = now() - GRACE
        for run in self:
            waiting = run.stop_ids.filtered(lambda stop: stop.state == "planned")
            if run.state in ("planned", "loading"):
                run.is_late = run.departure_at < moment
            elif run.state == "under_way":
                run.is_late = any(stop.planned_at < moment for stop in waiting)
            else:
                run.is_late = False

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        moment = now() - GRACE
        return (
            Domain("state", "in", ("planned", "loading"))
            & Domain("departure_at", "<", moment)
        ) | (
            Domain("state", "=", "under_way")
            & Domain(
                "stop_ids",
                "any",
                [("state", "=", "planned"), ("planned_at", "<", moment)],
            )
        )

    @api.depends("stop_ids.notice")
    def _compute_notice(self):
        for run in self:
            notices = run.stop_ids.sorted().mapped("notice")
            run.notice = "\n".join(notice for notice in notices if notice) or False

    @api.depends("stop_ids.state")
    def _compute_progress(self):
        for run in self:
            run.stop_total = len(run.stop_ids)
            made = run.stop_ids.filtered(lambda stop: stop.state == "made")
            run.stop_made = len(made)

    @api.depends("courier_id", "state")
    def _compute_on_board(self):
        # sudo: how many papers, not which
        papers = self.env["tthc.paper"].sudo()
        counts = dict(
            papers._read_group(
                [
                    ("holder_id.kind", "=", "courier"),
                    ("holder_id.user_id", "in", self.courier_id.ids),
                ],
                ["holder_id"],
                ["__count"],
            )
        )
        by_user = {holder.user_id.id: count for holder, count in counts.items()}
        for run in self:
            out = run.state in ("loading", "under_way")
            run.on_board = by_user.get(run.courier_id.id, 0) if out else 0

    # -- the job --------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Tell managers of late rounds and stops once, and end what was never run."""
        suite = self.with_context(lang="vi_VN")
        suite.search([("is_late", "=", True)])._tell_late()
        suite.search(
            [("state", "in", OPEN), ("date", "<", today(VIETNAM))]
        )._end_never_run()

    def _tell_late(self):
        """Put one task a round before the center's manager, for stops not told yet."""
        for run in self:
            stops = run.stop_ids.filtered(
                lambda stop: stop.notice and not stop.told_at and stop.is_late
            )
            manager = run.stop_ids[:1]._manager()
            if not stops or not manager:
                continue
            run.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=run.center_id._today(),
                summary=stops.sorted()[0].notice,
                note=Markup("<br/>").join(stops.sorted().mapped("notice")),
                user_id=manager.id,
            )
            stops._as_courier().write({"told_at": now()})

    def _end_never_run(self):
        """Cancel rounds of earlier days that never left, with what each stop leaves.

        What a courier has loaded stays with him: such a round is told as late until
        somebody unloads it.
        """
        for run in self.filtered(lambda run: run.state in ("planned", "loading")):
            if run._loaded_papers():
                continue
            run._drop_open_sheets()
            reason = run.env._("Not run on its day")
            run.stop_ids._note_missed(reason, "missed")
            run._moving().write(
                {"state": "cancelled", "cancel_reason": reason, "ended_at": now()}
            )

    def _urgent_dossiers(self, papers):
        """Dossiers of papers that fall due by the end of the next working day.

        :param papers: ``tthc.paper``, read as the superuser
        """
        self.ensure_one()
        return papers.dossier_id.filtered(
            lambda dossier: (
                dossier.state in OPEN_STATES
                and self._due_level(dossier.due) != "plenty"
            )
        )

    # -- what is in the courier's hands ------------------------------------------------

    def _loaded_papers(self):
        """Papers that the courier took for this round and still has."""
        self.ensure_one()
        # sudo: counts what the courier still has, whoever asks
        lines = self.env["tthc.handover.line"].sudo()
        return lines.search(
            [
                ("handover_id.round_id", "=", self.id),
                ("handover_id.kind", "=", "center"),
                ("handover_id.state", "=", "done"),
                ("from_side", "=", "b"),
                ("paper_id.holder_id.kind", "=", "courier"),
                ("paper_id.holder_id.user_id", "=", self.courier_id.id),
            ]
        ).paper_id

    def _open_sheets(self):
        """Sheets of these rounds that not both sides have signed; no corrections."""
        # sudo: which sheets are open, whoever asks
        sheets = self.env["tthc.handover"].sudo()
        return sheets.search(
            [
                ("round_id", "in", self.ids),
                ("state", "in", ("draft", "signing")),
                ("corrects_id", "=", False),
            ]
        )

    def _check_all_signed(self):
        """Refuse to go on while papers are taken along that nobody signed for.

        :raise UserError: names the sheet and how many papers stand on it
        """
        for sheet in self._open_sheets().filtered("line_ids"):
            raise UserError(
                self.env._(
                    "%(count)s paper(s) were scanned with %(place)s and are not signed "
                    "for by both: sign the minutes, or take the scans back.",
                    count=len(sheet.line_ids),
                    place=sheet._side_name("b"),
                )
            )

    def _drop_open_sheets(self):
        """What was scanned for a round that does not run stays where it is."""
        sheets = self._open_sheets()
        sheets._lock()
        for sheet in sheets:
            sheet._drop_noted()
        sheets._moving().write({"state": "dropped"})

    def _check_nothing_loaded(self):
        """Refuse what would leave papers with a courier whose round does not run.

        :raise UserError: names the first paper
        """
        for run in self:
            loaded = run._loaded_papers()
            if loaded:
                raise UserError(
                    self.env._(
                        "%(courier)s has taken %(count)s paper(s) for %(round)s, such "
                        "as %(paper)s: scan them back at the center first.",
                        courier=run.courier_id.name,
                        count=len(loaded),
                        round=run.display_name,
                        paper=loaded[0].display_name,
                    )
                )
