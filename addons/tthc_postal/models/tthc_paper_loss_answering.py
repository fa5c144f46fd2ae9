from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_dossier.models.tthc_dossier_ending import MEANS

from .paper_loss_table import LEADER, MANAGER

#: What the letter calls a lost paper, and what was done, in its own language.
LETTER_PAPERS = {
    "file": "bộ hồ sơ giấy",
    "originals": "bản chính giấy tờ của Ông/Bà",
    "supplement": "giấy tờ bổ sung",
    "result": "giấy kết quả giải quyết",
}
LETTER_OUTCOMES = {
    "reissued": "Giấy tờ bị mất đã được cấp lại.",
    "handed_again": "Ông/Bà đã nộp lại giấy tờ thay cho bản bị mất.",
    "from_scan": "Giấy tờ bị mất đã được in lại từ hồ sơ điện tử.",
}


class TthcPaperLossAnswering(models.AbstractModel):
    """Who answers for a loss: blame, apology, money, and the end of it."""

    _name = "tthc.paper.loss.answering"
    _description = "Answering for lost papers"

    def action_judge(
        self, fault=None, agency_id=None, reissue_cost=0, compensation=0, note=None
    ):
        """Decide who is at fault, and what that party bears.

        Decree 61/2018 Art 21: who lost it bears the cost of a new one. The Post also
        compensates (Decision 45/2016 Art 14). Where nobody is found to be at fault,
        the center that took the paper in answers to the citizen.

        :param fault: key of ``fault``
        :param agency_id: id of ``tthc.agency`` at fault, with “agency”
        :param reissue_cost: đồng, what replacing the paper costs
        :param compensation: đồng
        :param note: grounds of the decision
        :raise UserError: without grounds or agency, for a negative amount, or when it
            has been settled already
        """
        losses = self._begin_action("judge")
        note = self._need_words(note)
        agency = self.env["tthc.agency"].browse(agency_id or []).exists()
        if fault not in dict(self._fields["fault"].selection):
            raise UserError(self.env._("Say who is at fault."))
        if fault == "agency" and not agency:
            raise UserError(self.env._("Say which agency is at fault."))
        if reissue_cost < 0 or compensation < 0:
            raise UserError(self.env._("Costs and compensation are not negative."))
        losses._check_unsettled()
        losses._end_action(
            "judge",
            {
                "fault": fault,
                "fault_agency_id": agency.id if fault == "agency" else False,
                "fault_note": note,
                "reissue_cost": reissue_cost,
                "compensation": compensation,
                "judged_at": now(),
                "judged_by_id": self.env.uid,
            },
        )

    def _check_unsettled(self):
        for loss in self:
            if loss.settled_at:
                raise UserError(
                    self.env._(
                        "%(loss)s was settled by %(settlement)s: amounts stay.",
                        loss=loss.display_name,
                        settlement=loss.settlement,
                    )
                )

    # -- the letter -----------------------------------------------------------

    def action_apologise(self, text=None):
        """Sign the letter of apology to the citizen (Decree 61/2018 Art 21).

        Signed by a leader of the agency at fault, else by the manager of the center:
        for the Post, too, because the center took the paper in.

        :param text: what happened and what is done, as the citizen reads it
        :raise AccessError: when the user does not sign for the party at fault
        :raise UserError: without words, before it is decided who is at fault, or when
            a letter is signed already
        """
        losses = self._begin_action("apologise")
        text = self._need_words(text)
        moment = now()
        for loss in losses:
            loss._check_judged()
            if not self.env.su:
                loss._check_may_sign(self.env.user)
            loss._check_unsigned()
            loss._end_action(
                "apologise",
                {
                    **loss._letter_numbers(moment),
                    "letter_text": text,
                    "signed_at": moment,
                    "signed_by_id": self.env.uid,
                },
            )
        losses._log("apologise_loss", moment)

    def _check_judged(self):
        if not self.judged_at:
            raise UserError(
                self.env._(
                    "%(loss)s: decide first who is at fault, the letter says who "
                    "apologises.",
                    loss=self.display_name,
                )
            )

    def _check_may_sign(self, user):
        """Refuse who does not sign for the party at fault."""
        self.ensure_one()
        if self._is_signed_by_agency():
            fits = (
                user.has_group(LEADER) and self.fault_agency_id in user.tthc_agency_ids
            )
        else:
            fits = user.has_group(MANAGER) and user.tthc_center_id == self.center_id
        if not fits:
            raise AccessError(
                self.env._(
                    "The letter is signed for the party at fault: %(party)s.",
                    party=self._party_name(),
                )
            )

    def _check_unsigned(self):
        if self.signed_at:
            raise UserError(
                self.env._(
                    "The letter of %(loss)s is signed already: %(letter)s.",
                    loss=self.display_name,
                    letter=self.letter,
                )
            )

    def _letter_numbers(self, moment):
        year = self.center_id._local_day(moment).year
        number = self.env["tthc.number"]._next(
            "tthc.paper.loss",
            "letter_number",
            {"center_id": self.center_id.id, "letter_year": year},
        )
        return {"letter_year": year, "letter_number": number}

    def _party_name(self):
        """Who is at fault, in words; the center answers where nobody is known."""
        self.ensure_one()
        if self.fault == "agency":
            return self.fault_agency_id.display_name
        if self.fault == "post":
            return dict(self._fields["fault"]._description_selection(self.env))["post"]
        return self.center_id.display_name

    def _tthc_form_regulation(self):
        """The letter is printed on the form of the law of its dossier."""
        return self.dossier_id.regulation_id

    def _letter_values(self):
        """Texts of the letter that do not stand in a field.

        :return: dict with ``agency`` (whose letterhead it is; none: the center's),
            ``day`` (of the signing), ``center_name``, ``party`` that apologises,
            ``title`` of who signs, ``what`` was lost and ``outcome``, what was done
        :raise UserError: before it is signed
        """
        self.ensure_one()
        if not self.signed_at:
            raise UserError(
                self.env._(
                    "The letter of %(loss)s is not signed: sign it before you print "
                    "it.",
                    loss=self.display_name,
                )
            )
        center = self.center_id
        day = center._local_day(self.signed_at)
        center_name = center._names_at(day)["name"]
        agency = self.fault_agency_id if self._is_signed_by_agency() else None
        return {
            "agency": agency,
            "day": day,
            "center_name": center_name,
            "party": agency._names_at(day)["name"] if agency else center_name,
            "title": "Thủ trưởng cơ quan" if agency else center.head_title,
            "what": LETTER_PAPERS[self.kind],
            "outcome": LETTER_OUTCOMES.get(self.replacement),
        }

    def _is_signed_by_agency(self):
        """Whether the agency at fault signs; else the center does for everybody.

        An agency that takes no part in the dossier does not see it: the center signs.
        """
        self.ensure_one()
        agency = self.fault_agency_id
        return self.fault == "agency" and agency in self.dossier_id.agency_ids

    def action_tell(self, means=None):
        """Note that the citizen was told and has the letter.

        :param means: key of ``MEANS``
        :raise UserError: without a signed letter, or when it was noted already
        """
        losses = self._begin_action("tell")
        if means not in dict(MEANS):
            raise UserError(self.env._("Say how the citizen was told."))
        for loss in losses:
            if not loss.signed_at or loss.told_at:
                raise UserError(
                    self.env._(
                        "%(loss)s: there is no signed letter that waits to be handed "
                        "over.",
                        loss=loss.display_name,
                    )
                )
        losses._end_action(
            "tell",
            {"told_at": now(), "told_by_id": self.env.uid, "means": means},
        )

    # -- money and end --------------------------------------------------------

    def action_settle(self, settlement=None):
        """Note how the party at fault paid what it bears.

        :param settlement: number of the receipt, the transfer or the settlement sheet
            with the Post
        :raise UserError: when nothing is owed, or it was settled already
        """
        losses = self._begin_action("settle")
        settlement = self._need_words(settlement)
        losses._check_unsettled()
        for loss in losses:
            if not loss.owed:
                raise UserError(
                    self.env._(
                        "%(loss)s: no cost is noted, there is nothing to settle.",
                        loss=loss.display_name,
                    )
                )
        losses._end_action("settle", {"settlement": settlement, "settled_at": now()})

    def action_close(self):
        """Close losses of which nothing is open any more.

        :raise UserError: names what is still open
        """
        losses = self._begin_action("close")
        for loss in losses:
            open_points = loss._open_points()
            if open_points:
                raise UserError(
                    self.env._(
                        "%(loss)s can't be closed yet: %(points)s",
                        loss=loss.display_name,
                        points="; ".join(open_points),
                    )
                )
        losses._end_action("close", {"closed_at": now(), "closed_by_id": self.env.uid})
        losses._log("close_loss", now())

    def _open_points(self):
        """What is to be done before the loss can be closed, in words.

        A paper that was found needs no letter: nothing was lost to the citizen.
        """
        self.ensure_one()
        points = []
        if not self.judged_at:
            points.append(self.env._("decide who is at fault"))
        if self.state != "found" and not self.signed_at:
            points.append(self.env._("sign the letter of apology"))
        if self.signed_at and not self.told_at:
            points.append(self.env._("hand the letter to the citizen"))
        if self.owed and not self.settled_at:
            points.append(self.env._("settle what the party at fault bears"))
        return points
