import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .handover_sides import OTHER, PLACE


class TthcHandoverScanning(models.AbstractModel):
    """What the scan screen asks; a scan has a fixed number of queries."""

    _name = "tthc.handover.scanning"
    _description = "Scanning for hand-over minutes"

    # -- opening ----------------------------------------------------------------

    @api.model
    def open_for_stop(self, stop_id):
        """The sheet of the user's stop, opened where there is none yet.

        :param stop_id: id of a ``tthc.courier.round.stop``; opening it notes the
            arrival
        :return: dict as :meth:`_sheet` gives
        :raise UserError: when the round is not on the way
        """
        stop = self._existing("tthc.courier.round.stop", stop_id)
        run = stop.round_id
        run._check_runner()
        if stop.state == "planned":
            stop.action_arrive()
        return self._open(
            {
                "kind": "stop",
                "center_id": run.center_id.id,
                "round_id": run.id,
                "round_stop_id": stop.id,
                "courier_id": run.courier_id.id,
                "agency_id": stop.agency_id.id,
            }
        )._sheet()

    @api.model
    def open_for_round(self, round_id):
        """The sheet between the courier of a round and the center.

        Loading before the courier leaves, unloading when he is back.

        :param round_id: id of a ``tthc.courier.round``
        :return: dict as :meth:`_sheet` gives
        :raise UserError: when the round is over
        """
        run = self._existing("tthc.courier.round", round_id)
        run._check_handler()
        if run.state == "planned":
            run.action_load()
        run._check_state("loading", "under_way")
        return self._open(
            {
                "kind": "center",
                "center_id": run.center_id.id,
                "round_id": run.id,
                "courier_id": run.courier_id.id,
                "counter_id": self.env.user.tthc_counter_id.id,
            }
        )._sheet()

    @api.model
    def open_direct(self, agency_id):
        """The sheet between the user's center and an agency, without a courier.

        :param agency_id: id of a ``tthc.agency``
        :return: dict as :meth:`_sheet` gives
        """
        self._check_role("tthc_base.group_reception")
        agency = self._existing("tthc.agency", agency_id)
        user = self.env.user
        return self._open(
            {
                "kind": "direct",
                "center_id": user.tthc_center_id.id,
                "counter_id": user.tthc_counter_id.id,
                "agency_id": agency.id,
            }
        )._sheet()

    @api.model
    def open_minutes(self, handover_id):
        """The sheet of minutes that are not signed by both yet.

        :param handover_id: id of a ``tthc.handover``
        :return: dict as :meth:`_sheet` gives
        """
        minutes = self._existing("tthc.handover", handover_id)
        minutes._check_taking_part()
        return minutes._sheet()

    @api.model
    def _existing(self, model, record_id):
        """A record named by a client, as the user may read it.

        :raise UserError: when there is none, or the user may not see it
        """
        record = self.env[model]
        if isinstance(record_id, int):
            record = record.search([("id", "=", record_id)])
        if not record:
            raise UserError(
                self.env._("This is not there any more: go back and choose again.")
            )
        return record

    @api.model
    def _open(self, values):
        """The open sheet of a place, made where there is none.

        :raise ConcurrencyError: when two open it at once; the request is run again
        """
        # sudo: the sheet is opened for the sides that were checked by the caller
        sheets = self.sudo()
        found = sheets.search(
            [
                ("state", "in", ("draft", "signing")),
                *((name, "=", values.get(name, False)) for name in PLACE),
            ],
            limit=1,
        )
        if found:
            return found.with_env(self.env)
        try:
            with self.env.cr.savepoint():
                return sheets._moving().create(values).with_env(self.env)
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error

    # -- scanning ---------------------------------------------------------------

    def scan(self, scan_key, word, force=False):
        """Put a scanned paper on the sheet, once, however often the device asks.

        :param scan_key: unique word of this scan, made by the device
        :param word: what the scanner read: the label of a folder, a dossier code or
            the word of a receipt
        :param force: take it along though it belongs elsewhere
        :return: dict ``result`` (“right”, “twice”, “wrong_stop”, “unexpected”,
            “unknown”), ``code``, ``message``, ``count``, ``expected``
        """
        self.ensure_one()
        self._check_taking_part()
        sheet = self.sudo()  # sudo: the sides were checked; a courier reads codes only
        sheet._lock()
        sheet.invalidate_recordset(["state"])
        sheet._check_state("draft")
        done = sheet.line_ids.filtered(lambda line: line.scan_key == scan_key)
        if done:
            return sheet._answer("right", done.paper_id)
        paper = sheet._paper_of(word)
        result = sheet._judge(paper)
        if result == "unexpected" and not sheet._may_be_told(paper, word):
            paper, result = paper.browse(), "unknown"
        if result == "right" or (force and result == "wrong_stop"):
            sheet._add_line(paper, scan_key, expected=result == "right")
            result = "right"
        return sheet._answer(result, paper)

    def unscan(self, paper_id=None):
        """Take the last scan back, or that of one paper.

        :param paper_id: id of a ``tthc.paper`` on the sheet; None takes the last
        :return: dict as :meth:`_sheet` gives
        """
        self.ensure_one()
        self._check_taking_part()
        sheet = self.sudo()  # sudo: as in scan
        sheet._lock()
        sheet._check_state("draft")
        lines = sheet.line_ids.sorted("id", reverse=True)
        if paper_id:
            lines = lines.filtered(lambda line: line.paper_id.id == paper_id)
        sheet._drop_noted(lines[:1].paper_id)
        lines[:1]._moving().unlink()
        return self._sheet()

    def _check_taking_part(self):
        """Refuse whoever stands on neither side.

        :raise AccessError: for everybody else
        """
        self.ensure_one()
        user, sheet = self.env.user, self.sudo()  # sudo: only compared with the user
        if not (sheet._may_stand_for(user, "a") or sheet._may_stand_for(user, "b")):
            raise AccessError(
                self.env._("These minutes are between others: you stand on no side.")
            )

    def _paper_of(self, word):
        """The paper that a scanned word means.

        A folder's own label names one paper. The code of a dossier or the word of a
        receipt names its papers: of these the one that can change hands here.
        """
        word = self._scanned_word(word)
        papers = self.env["tthc.paper"]
        if not word:
            return papers
        found = papers.search(
            Domain("token", "=", word)
            | Domain("code", "=", word)
            | Domain("dossier_id.token", "=", word)
        )
        fitting = found.filtered(lambda paper: self._judge(paper) == "right")
        here = found.filtered(lambda paper: self._giver_side(paper.holder_id))
        return (fitting or here or found)[:1]

    def _may_be_told(self, paper, word):
        """Whether who scans may learn where a paper is that neither side has.

        Who reads its label has it in hand. A code can be guessed: what “where is it”
        does not tell of it is not told here.
        """
        labels = (paper.token, paper.dossier_id.token)
        return self._scanned_word(word) in labels or bool(
            paper._knowable(self.env.user)
        )

    @api.model
    def _scanned_word(self, word):
        """The word itself, where a scan reads the address around it."""
        return str(word or "").strip().rsplit("/", 1)[-1].upper()

    def _judge(self, paper):
        """What a scan of a paper means at this place."""
        if not paper:
            return "unknown"
        if paper in self.line_ids.paper_id:
            return "twice"
        if self.corrects_id:
            return self._judge_correction(paper)
        side = self._giver_side(paper.holder_id)
        if not side:
            return "unexpected"
        return "right" if self._takes(OTHER[side], paper) else "wrong_stop"

    def _takes(self, side, paper):
        """Whether a paper belongs to a side, or on its way through it.

        :param side: “a” or “b”
        """
        if self.kind == "post":
            return bool(paper.filtered_domain(self._bound_by_post(side)))
        kind = self._side_kind(side)
        agency, center = paper.goes_to_agency_id, paper.goes_to_center_id
        if kind == "agency":
            return agency == self.agency_id
        if kind == "counter":
            # What could not be delivered comes back to the center, too.
            return center == self.center_id or self._is_back(paper)
        return bool(center) or agency in self._agencies_ahead()

    def _is_back(self, paper):
        return bool(
            self.kind == "center"
            and paper.holder_id.kind == "courier"
            and paper.goes_to_agency_id not in self._agencies_ahead()
        )

    def _agencies_ahead(self):
        """Agencies at which the round still stops."""
        return self.round_id.stop_ids.filtered(
            lambda stop: stop.state == "planned"
        ).agency_id

    def _add_line(self, paper, scan_key, expected):
        if self.corrects_id:
            values = self._correction_values(paper)
        else:
            values = {"from_side": self._giver_side(paper.holder_id)}
        return (
            self.env["tthc.handover.line"]
            ._moving()
            .create(
                {
                    "handover_id": self.id,
                    "paper_id": paper.id,
                    "scan_key": scan_key,
                    "scanned_at": now(),
                    "scanned_by_id": self.env.uid,
                    "expected": expected,
                    "original_count": paper.original_count,
                    "copy_count": paper.copy_count,
                    **values,
                }
            )
        )

    # -- what the screen shows ----------------------------------------------------

    def _expected_papers(self):
        """The manifest of this sheet: what should change hands, most urgent first."""
        self.ensure_one()
        papers = self.env["tthc.paper"].sudo()  # sudo: codes and counts for the sides
        if self.corrects_id:
            return papers
        wanted = papers.search(
            Domain.OR(
                Domain("holder_id", "any", self._holders_of(side))
                & self._bound_for(OTHER[side])
                for side in OTHER
            )
        )
        # What is held back is not asked for: the manifest says why.
        wanted -= papers.union(*self.round_id._blocked(wanted, sheet=self))
        return wanted.sorted(
            lambda paper: (paper.dossier_id.due or fields.Datetime.now(), paper.id)
        )

    def _bound_for(self, side):
        """Domain of the papers that a side takes, as :meth:`_takes` tells one."""
        if self.kind == "post":
            return self._bound_by_post(side)
        kind = self._side_kind(side)
        if kind == "agency":
            return Domain("goes_to_agency_id", "=", self.agency_id.id)
        center = Domain("goes_to_center_id", "=", self.center_id.id)
        ahead = Domain("goes_to_agency_id", "in", self._agencies_ahead().ids)
        if kind == "counter":
            if self.kind != "center":
                return center
            return center | (Domain("goes_to_agency_id", "!=", False) & ~ahead)
        in_time = Domain("held_since", "<=", self.round_id.cutoff_at)
        return Domain("goes_to_center_id", "!=", False) | (ahead & in_time)

    def _answer(self, result, paper):
        self.ensure_one()
        line = self.line_ids.filtered(lambda row: row.paper_id == paper)
        return {
            **(self._line_row(line) if paper and line else self._paper_row(paper)),
            "result": result,
            "message": self._message(result, paper),
            "count": len(self.line_ids),
        }

    def _message(self, result, paper):
        place = paper.goes_to_agency_id.display_name
        place = place or paper.goes_to_center_id.display_name
        messages = {
            "right": self.env._("To %(place)s", place=place or "–"),
            "twice": self.env._("Already on the sheet"),
            "wrong_stop": self.env._("Goes to %(place)s", place=place)
            if place
            else self.env._("Stays where it is"),
            "unexpected": self.env._(
                "By the ledger with %(holder)s", holder=paper.holder_id.display_name
            ),
            "unknown": self.env._("No paper has this label"),
        }
        return messages[result]

    def _paper_row(self, paper):
        """Code and kind of a paper: no contents, no names."""
        return {
            "paper_id": paper.id,
            "code": paper.code or "",
            "kind": paper.kind or "",
        }

    def _line_row(self, line):
        return {
            **self._paper_row(line.paper_id),
            "from_side": line.from_side,
            "expected": line.expected,
            "originals": line.original_count,
            "copies": line.copy_count,
            "condition": line.condition,
            "only_counted": line.only_counted,
        }

    def _sheet(self):
        """What the scan screen shows of the sheet: codes and counts, no contents."""
        self.ensure_one()
        sheet = self.sudo()  # sudo: the sides were checked by the caller
        return {
            "id": sheet.id,
            "name": sheet.display_name,
            "kind": sheet.kind,
            "state": sheet.state,
            "corrects": sheet.corrects_id.name or False,
            "sides": {side: sheet._side_name(side) for side in OTHER},
            "signed": [side for side in OTHER if sheet[f"sign_{side}_user_id"]],
            "lines": [sheet._line_row(line) for line in sheet.line_ids],
            "expected": [
                {**sheet._paper_row(paper), "message": sheet._message("right", paper)}
                for paper in sheet._expected_papers()
            ],
            "correctable": [
                sheet._paper_row(line.paper_id) for line in sheet.corrects_id.line_ids
            ],
            "posted": sheet._posted_rows(self.env.user),
            "found": [
                {
                    **sheet._paper_row(row.paper_id),
                    "id": row.id,
                    "found": row.kind,
                    "note": row.note or "",
                }
                for row in sheet.discrepancy_ids
            ],
        }
