import psycopg2.errors

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools.misc import clean_context

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.identity_mask import mask
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

from .transition_table import OPEN_STATES

OWNER_FIELDS = ("name", "identity", "address", "phone", "email")
SUBMITTER_FIELDS = ("name", "identity", "phone")
RECENT = 5
PHONE_MATCHES = 5


class TthcIntakeDesk(models.AbstractModel):
    """What the counter screen asks the server: few calls, each one small answer.

    Every method is for reception officers and works for the center and counter of
    the user who calls.
    """

    _name = "tthc.intake.desk"
    _inherit = [
        "tthc.intake.desk.arguments",
        "tthc.intake.favourites",
        "tthc.intake.desk.outcome",
        "tthc.intake.desk.late",
        "tthc.intake.desk.waiting",
    ]
    _description = "Counter screen"

    @api.model
    def _clerk(self):
        user = self.env.user
        if not user.has_group("tthc_base.group_reception"):
            raise AccessError(self.env._("The counter is for reception officers."))
        if not user.tthc_center_id:
            raise UserError(
                self.env._(
                    "You have no center yet. Ask the administrator to set center and "
                    "counter on your account."
                )
            )
        return user

    @api.model
    def open_desk(self):
        """What the screen shows when it opens.

        :return: dict with ``center``, ``counter``, ``draft`` (or False), ``recent``
            (the last dossiers that the user received), ``waiting`` (what came online
            or by post, as :meth:`waiting` gives) and ``collect_at_receipt`` (whether
            the fee is asked for at once)
        """
        user = self._clerk()
        return {
            "center": user.tthc_center_id.display_name,
            "counter": user.tthc_counter_id.display_name or False,
            "draft": self._draft_of(user).payload or False,
            "recent": self.recent(),
            "waiting": self.waiting(),
            "collect_at_receipt": user.tthc_center_id.collect_at_receipt,
        }

    @api.model
    def recent(self):
        """The last dossiers that the user received, newest first.

        :return: list of dicts as :meth:`receive` gives, with ``fee_due`` (đồng)
        """
        user = self._clerk()
        dossiers = self.env["tthc.dossier"].search(
            [("received_by_id", "=", user.id), ("stop_reason", "!=", "void")],
            order="id desc",
            limit=RECENT,
        )
        return [
            {**self._summary(dossier), "fee_due": dossier.fee_balance}
            for dossier in dossiers
        ]

    # -- procedure --------------------------------------------------------------

    @api.model
    def search_procedures(self, text, limit=20, at=False):
        """Procedures that the user's center receives today, or received on a day.

        :param text: code, part of it, or words in any order without accents; empty
            for those received most
        :param limit: at most this many, never more than 50
        :param at: hour of a receipt that is entered afterwards (naive UTC text)
        :return: list of dicts ``id``, ``code``, ``name``, ``agency``, ``limit`` and
            ``fee``
        """
        center = self._clerk().tthc_center_id
        versions = self.env["tthc.procedure.version"]._find_for_center(
            self._text(text), center, self._day(at), min(limit, 50)
        )
        return self._offers(versions, center)

    @api.model
    def open_procedure(self, version_id, at=False):
        """The papers, cases and terms of a procedure.

        :param version_id: id of a version in force
        :param at: hour of a receipt that is entered afterwards (naive UTC text)
        :return: dict with ``id``, ``code``, ``name``, ``agency``, ``pinned``,
            ``cases``, ``components`` and ``terms`` (of no case, at the counter)
        """
        user = self._clerk()
        center = user.tthc_center_id
        version = self._version(version_id, at)
        return {
            "id": version.id,
            "code": version.code,
            "name": version.name,
            "agency": version._lead_agency(center).display_name,
            "immediate": version.immediate,
            "pinned": version.procedure_id in self._pins(user).procedure_id,
            "cases": [{"id": case.id, "name": case.name} for case in version.case_ids],
            "components": [
                {
                    "id": paper.id,
                    "name": paper.name,
                    "group": paper.group_name or "",
                    "case_id": paper.case_id.id,
                    "original": paper.original_count,
                    "certified": paper.certified_count,
                    "copy": paper.copy_count,
                    "required": paper.required and not paper.held_by_state,
                    "held_by_state": paper.held_by_state,
                    "form_code": paper.form_code or "",
                }
                for paper in version.component_ids
            ],
            "terms": self.preview(version_id, at=at),
        }

    @api.model
    def preview(self, version_id, case_id=False, channel="direct", at=False):
        """What a receipt at this moment would promise.

        :param version_id: id of a version in force
        :param case_id: id of one of its cases, or False
        :param channel: “direct”, “online” or “post”
        :param at: hour of a receipt that is entered afterwards (naive UTC text)
        :return: dict with ``due`` (naive UTC text or False), ``lines`` (why that
            day), ``limit``, ``fee`` (words) and ``fee_amount`` (đồng or False)
        """
        user = self._clerk()
        version = self._version(version_id, at)
        draft = self.env["tthc.dossier"].new(
            {
                "version_id": version.id,
                "case_id": case_id,
                "center_id": user.tthc_center_id.id,
                "channel": channel,
            }
        )
        limit, fee = version._terms(draft.case_id, channel)
        due = draft._due_of(limit, fields.Datetime.to_datetime(at) or now())
        calendar = user.tthc_center_id.resource_calendar_id
        return {
            "due": due and fields.Datetime.to_string(due.at),
            "lines": calendar._tthc_explain(due.lines) if due else [],
            "limit": limit._limit_label(),
            **self._fee_terms(version, draft, fee),
        }

    @api.model
    def _fee_terms(self, version, draft, fee):
        """The fee in words and in đồng: by the tariff, where there is one."""
        if not version.fee_ids:
            amount = fee.fee_amount if fee.fee_known else False
            return {"fee": fee._fee_label(), "fee_amount": amount}
        lines = version._fee_lines(draft.case_id, draft.channel)
        words = [f"{line.name} {vietnamese_amount(line.amount)} đ" for line in lines]
        return {
            "fee": "; ".join(words),
            "fee_amount": sum(line.amount for line in lines),
        }

    @api.model
    def _version(self, version_id, at=False):
        version = self._record("tthc.procedure.version", version_id)
        if not version or not version._in_force_on(self._day(at)):
            raise UserError(
                self.env._("This procedure is no longer in force: search it again.")
            )
        return version

    # -- applicant --------------------------------------------------------------

    @api.model
    def find_applicant(self, number):
        """The applicant with exactly this identity number.

        :param number: as typed or scanned
        :return: dict of the applicant, or False
        """
        self._clerk()
        # Applicants are not browsed: a clerk reads one by its exact number only.
        applicants = self.env["tthc.applicant"].sudo()
        applicant = applicants._find_by_number(self._text(number))
        return self._applicant_values(applicant) if applicant else False

    @api.model
    def find_by_phone(self, phone):
        """Applicants with exactly this phone number.

        :param phone: as typed
        :return: list of dicts, empty for less than nine digits
        """
        self._clerk()
        # Applicants are not browsed: a clerk reads them by an exact number only.
        applicants = self.env["tthc.applicant"].sudo()
        key = applicants._phone_key(self._text(phone))
        if len(key) < 9:
            return []
        found = applicants.search([("phone_key", "=", key)], limit=PHONE_MATCHES)
        return [self._applicant_values(applicant) for applicant in found]

    @api.model
    def open_dossiers(self, number, version_id):
        """Codes of open dossiers of the same person by the same procedure.

        :param number: identity number
        :param version_id: id of the version chosen
        :return: list of codes
        """
        self._clerk()
        key = self.env["tthc.applicant.identity"]._number_key(self._text(number))
        if not key:
            return []
        version = self._version(version_id)
        # sudo: the warning sees what other centers received; it tells codes only
        dossiers = self.env["tthc.dossier"].sudo()
        return dossiers.search(
            [
                ("owner_identity", "=", key),
                ("procedure_id", "=", version.procedure_id.id),
                ("state", "in", OPEN_STATES),
            ]
        ).mapped("code")

    @api.model
    def _applicant_values(self, applicant):
        identity = applicant.identity_ids[:1]
        return {
            "id": applicant.id,
            "name": applicant.name,
            "kind": applicant.kind,
            "identity_kind": identity.kind or "cccd",
            "identity": identity.number or "",
            "identity_masked": mask(identity.number),
            "birth_date": applicant.birth_date
            and fields.Date.to_string(applicant.birth_date),
            "sex": applicant.sex or False,
            "phone": applicant.phone or "",
            "email": applicant.email or "",
            "address": applicant.address or "",
        }

    # -- receipt ----------------------------------------------------------------

    @api.model
    def receive(self, intake):
        """Receive one dossier, once.

        :param intake: dict with ``key`` (unique word of this receipt),
            ``version_id``, ``case_id``, ``channel``, ``result_channel``,
            ``set_count``, ``components`` (list of dicts ``id``, ``original``,
            ``certified``, ``copy``, ``to_give_back``), ``owner`` and, when somebody
            else brings it, ``submitter`` (dicts of applicant values), ``note``; with
            ``authorised`` the submitter acts for the owner by ``authorisation``;
            ``dossier_id`` takes up a dossier that was guided before or waits in
            line; ``group_key`` puts several dossiers into one receipt;
            ``post_minutes_at`` (naive UTC); ``reuse`` (list of dicts ``paper``, id
            of the paper of the procedure, ``kind`` and ``id`` of an offer of
            :meth:`reusable`)
        :return: dict with ``id``, ``code``, ``register``, ``due``, ``procedure``,
            ``owner``
        :raise UserError: in words, when something is missing
        """
        return self._finish_intake(intake, lambda dossier: dossier.action_receive())

    @api.model
    def reusable(self, number):
        """What a citizen handed in or got before and can use again.

        :param number: exact identity number
        :return: list of dicts as ``tthc.dossier.reuse_offers`` gives; ``receive``
            takes what was chosen of it as ``reuse``
        """
        self._clerk()
        return self.env["tthc.dossier"]._offers_of_number(number)

    @api.model
    def _finish_intake(self, intake, act):
        """Make or take up the dossier of an intake and do one thing with it, once.

        :param intake: dict as :meth:`receive` takes
        :param act: what is done with the dossier
        :return: dict as :meth:`receive` gives
        """
        user = self._clerk()
        self._check_intake(intake)
        made = self._made_before(intake.get("key"))
        if made:
            return self._summary(made)
        dossier = self._take_up(user, intake) or self._create_once(user, intake)
        act(dossier)
        dossier._reuse_chosen(intake.get("reuse"))
        self._draft_of(user).unlink()
        return self._summary(dossier)

    @api.model
    def _create_once(self, user, intake):
        """Create the draft to be received.

        Where another counter enters the same new applicant, or the same click comes
        in twice, at this very moment, the request is repeated by Odoo and finds what
        the other one made.
        """
        # No default that the caller sends in the context reaches the dossier.
        dossiers = self.env["tthc.dossier"].with_context(
            clean_context(self.env.context),
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            tracking_disable=True,
        )
        try:
            with self.env.cr.savepoint():
                # The key is no field that a draft may be given: the desk gives it.
                dossier = dossiers.with_context(**dossiers._move_context()).create(
                    {
                        **self._dossier_values(user, intake),
                        "intake_key": intake.get("key") or False,
                    }
                )
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error
        return dossier.with_env(self.env)

    @api.model
    def _made_before(self, key):
        if not key:
            return self.env["tthc.dossier"]
        return self.env["tthc.dossier"].search([("intake_key", "=", key)], limit=1)

    @api.model
    def _dossier_values(self, user, intake):
        version = self._version(intake.get("version_id"), intake.get("received_at"))
        owner = self._person_values("owner", intake.get("owner") or {}, OWNER_FIELDS)
        return {
            "version_id": version.id,
            "case_id": intake.get("case_id") or False,
            "center_id": user.tthc_center_id.id,
            "counter_id": user.tthc_counter_id.id,
            "channel": intake.get("channel") or "direct",
            "result_channel": intake.get("result_channel") or "direct",
            "set_count": intake.get("set_count") or 1,
            "note": intake.get("note") or False,
            "post_minutes_at": intake.get("post_minutes_at") or False,
            **owner,
            **self._submitter_values(intake.get("submitter"), owner),
            **self._proxy_values(intake),
            **self._group_values(user, intake),
            "component_ids": [
                Command.create(values)
                for values in self._paper_values(version, intake.get("components"))
            ],
        }

    @api.model
    def _submitter_values(self, submitter, owner):
        """Who brings the dossier: somebody else, or the owner as told."""
        if submitter:
            return self._person_values("submitter", submitter, SUBMITTER_FIELDS)
        return {
            f"submitter_{name}": owner.get(f"owner_{name}", False)
            for name in ("id", *SUBMITTER_FIELDS)
        }

    @api.model
    def _proxy_values(self, intake):
        """Who acts for the owner by authorisation: the one who brings it."""
        if not (intake.get("submitter") and intake.get("authorised")):
            return {}
        return {
            **self._person_values("proxy", intake["submitter"], SUBMITTER_FIELDS),
            "authorisation": intake.get("authorisation") or False,
        }

    @api.model
    def _group_values(self, user, intake):
        if not intake.get("group_key"):
            return {}
        person = intake.get("submitter") or intake.get("owner") or {}
        groups = self.env["tthc.dossier.group"]
        group = groups._of_key(intake["group_key"], user, person.get("name"))
        return {"group_id": group.id}

    @api.model
    def _told_fields(self, prefix):
        """What a dossier keeps of its owner or submitter, without the prefix."""
        return OWNER_FIELDS if prefix == "owner" else SUBMITTER_FIELDS

    @api.model
    def _person_values(self, prefix, person, names):
        if not (person.get("name") or "").strip():
            return {}
        values = {**person, "identity_number": person.get("identity")}
        # The register of applicants is no list to browse: it is only written here.
        applicant = self.env["tthc.applicant"].sudo()._find_or_create(values)
        told = {f"{prefix}_{name}": person.get(name) or False for name in names}
        key = self.env["tthc.applicant.identity"]._number_key(person.get("identity"))
        told[f"{prefix}_identity"] = key or False
        if told.get(f"{prefix}_phone"):
            told[f"{prefix}_phone"] = applicant._phone_key(told[f"{prefix}_phone"])
        return {f"{prefix}_id": applicant.id, **told}

    @api.model
    def _paper_values(self, version, papers):
        asked = {paper.id: paper for paper in version.component_ids}
        for row in papers or ():
            paper = asked.get(row["id"])
            if not paper:
                raise UserError(
                    self.env._(
                        "The papers of %(code)s have changed: choose the procedure "
                        "again.",
                        code=version.code,
                    )
                )
            yield {
                "component_id": paper.id,
                "sequence": paper.sequence,
                "name": paper.name,
                "original_count": row.get("original") or 0,
                "certified_count": row.get("certified") or 0,
                "copy_count": row.get("copy") or 0,
                "to_give_back": bool(row.get("to_give_back")),
            }

    @api.model
    def _summary(self, dossier):
        return {
            "id": dossier.id,
            "code": dossier.display_name,
            "register": dossier.register_number,
            "group": dossier.group_id.id,
            "can_annul": dossier.can_annul,
            "due": dossier.due and fields.Datetime.to_string(dossier.due),
            "procedure": dossier.version_id.name,
            "owner": dossier.owner_name,
            "state": dossier.state,
        }

    # -- draft ------------------------------------------------------------------

    @api.model
    def save_draft(self, payload):
        """Keep what has been typed so far, for this user alone.

        :param payload: any JSON value of the screen
        """
        user = self._clerk()
        draft = self._draft_of(user)
        if draft:
            draft.payload = payload
        else:
            draft.create({"user_id": user.id, "payload": payload})

    @api.model
    def clear_draft(self):
        """Forget what has been typed."""
        self._draft_of(self._clerk()).unlink()

    @api.model
    def _draft_of(self, user):
        # sudo: the row of the calling user, who has no other way to it
        return self.env["tthc.intake.draft"].sudo().search([("user_id", "=", user.id)])
