import re

from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tools.search_key import fold
from odoo.addons.tthc_catalog.tools import sheet_cells as cells
from odoo.addons.tthc_catalog.tools.sheet_cells import CellError

from .tthc_opening_columns import DOSSIER_COLUMNS, SAMPLE

MANAGER = "tthc_base.group_center_manager"
#: Agency part and number of a code that may have this system's own pattern.
CODE_PARTS = re.compile(r"^([^-]+)-.*?(\d+)$")


class TthcOpeningSheet(models.AbstractModel):
    """The sheet of dossiers that were open in an earlier system.

    A row is a dossier; its key is the old code. What was taken over already is left as
    it is, so that a file may be mended and uploaded again and again.
    """

    _name = "tthc.opening.sheet"
    _inherit = ["tthc.opening.sheet.checking", "tthc.catalog.sheet"]
    _description = "Sheet of open dossiers"

    @api.model
    def _columns(self):
        """Columns in the order of the template."""
        return DOSSIER_COLUMNS

    @api.model
    def _check_may(self):
        """The opening balance is made by managers.

        :raise AccessError: for anybody else
        """
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(
                self.env._("The opening balance is made by the manager of the center.")
            )

    # -- look-up ------------------------------------------------------------------

    @api.model
    def _lookup(self, rows, job):
        """All that the rows refer to, in a fixed number of queries."""
        agencies = self._known_agencies()
        center = job.center_id
        return {
            "job": job,
            "center": center,
            "calendar": center.resource_calendar_id,
            "today": center._today(),
            "agencies": agencies,
            "by_identifier": self._agencies_by_identifier(agencies),
            "procedures": self._known_procedures(rows, center),
            "dossiers": self._known_dossiers(rows),
            "holders": self._known_holders(rows),
            "regulations": {},
            "terms": {},
            "monitors": {},
        }

    @api.model
    def _agencies_by_identifier(self, agencies):
        """Agencies by the identifiers that codes begin with."""
        found = {}
        for agency in self.env["tthc.agency"].union(*agencies.values()):
            for identifier in (agency.identifier, agency.identifier_long):
                if identifier:
                    found.setdefault(identifier.upper(), agency)
        return found

    @api.model
    def _known_procedures(self, rows, center):
        """Procedures by code; a province's own row wins over the national one."""
        codes = {row.cells.get("procedure_code") for row in rows}
        procedures = self.env["tthc.procedure"].search([("code", "in", list(codes))])
        procedures.version_ids.fetch(["state", "valid_from", "valid_to"])
        return {
            procedure.code: procedure
            for procedure in procedures.sorted(lambda row: bool(row.province_id))
        }

    @api.model
    def _known_dossiers(self, rows):
        """Dossiers that have one of the codes already."""
        codes = [self._key(row) for row in rows]
        # sudo: a code is unique over all centers; nothing of a dossier is shown
        dossiers = self.env["tthc.dossier"].sudo()
        found = dossiers.search_fetch(
            [("code", "in", codes)], ["code", "origin", "center_id"]
        )
        return {dossier.code: dossier for dossier in found}

    @api.model
    def _known_holders(self, rows):
        """Applicants by the identity numbers that the rows tell."""
        # sudo: the register is not browsed; these are exact numbers
        identities = self.env["tthc.applicant.identity"].sudo()
        keys = {
            identities._number_key(row.cells.get("owner_identity")) for row in rows
        } - {""}
        found = identities.search([("number_key", "in", list(keys))])
        found.applicant_id.fetch(["name_key"])
        return {identity.number_key: identity.applicant_id for identity in found}

    @api.model
    def _key(self, row):
        return row.cells.get("old_code", "").upper()

    @api.model
    def _find(self, row, known):
        """Find what an earlier run took over, or whose code it is."""
        row.label = self._key(row)
        row.record = self.env["tthc.dossier"]
        if row.label.startswith(SAMPLE):
            row.left_out = True
            return
        found = known["dossiers"].get(row.label)
        if not found:
            return
        if found.origin == "carried_over" and found.center_id == known["center"]:
            row.record = found
            return
        row.refuse(
            "old_code",
            self.env._(
                "A dossier of this system has this code already: correct the code, or "
                "leave the row out."
            ),
        )

    @api.model
    def _compare(self, row, known):
        """Read the cells of what is new; what was taken over is left as it is."""
        if row.record:
            return None
        return super()._compare(row, known)

    # -- cells ------------------------------------------------------------------------

    @api.model
    def _value(self, column, text, known):
        if column.kind == "moment":
            return cells.parse_moment(text) if text else False
        return super()._value(column, text, known)

    @api.model
    def _show_value(self, column, value):
        if column.kind == "moment":
            return self._moment_text(value)
        if column.kind == "agency":
            return str(value or "")
        return super()._show_value(column, value)

    @api.model
    def _moment_text(self, value):
        if not value:
            return ""
        day, clock = value
        return f"{day:%d/%m/%Y} {clock:%H:%M}" if clock else f"{day:%d/%m/%Y}"

    @api.model
    def _read_owner_identity(self, text, row, known):
        key = self.env["tthc.applicant.identity"]._number_key(text)
        row.values["owner_identity"] = key or False
        holder = known["holders"].get(key)
        name = fold(row.cells.get("owner_name"))
        if holder and name and holder.name_key != name:
            row.warn(
                "owner_identity",
                self.env._(
                    "In the register of applicants this number belongs to somebody "
                    "with another name: look whose it is."
                ),
            )
        return text

    @api.model
    def _read_owner_phone(self, text, row, known):
        row.values["owner_phone"] = self.env["tthc.applicant"]._phone_key(text) or False
        return text

    @api.model
    def _read_procedure_code(self, text, row, known):
        if not text:
            raise CellError(self.env._("“%(title)s” is empty.", title="Mã thủ tục"))
        procedure = known["procedures"].get(text)
        if not procedure:
            raise CellError(
                self.env._("The procedure “%(code)s” is not in the catalog.", code=text)
            )
        row.values["procedure"] = procedure
        return text

    @api.model
    def _read_case(self, text, row, known):
        row.values["case_text"] = text
        return text

    @api.model
    def _read_lead_agency(self, text, row, known):
        row.values["agency_id"] = self._agency_id(text, known) if text else False
        return text

    # -- facts ------------------------------------------------------------------------

    @api.model
    def _facts(self, row, known):
        """What a row comes to, as ``tthc.dossier._carry_over`` takes it.

        :param row: a new row without errors
        :param known: of :meth:`_lookup`
        :return: dict; instants are naive UTC
        """
        values, center = row.values, known["center"]
        agency, version = values["agency"], values["version"]
        day = center._local_day(values["received_at"])
        regulation = self._regulation(day, known)
        limit, fee = self._terms(version, values, known)
        steps = values["steps"]
        taking_part = dict.fromkeys([agency.id, *(step["agency_id"] for step in steps)])
        return {
            **{
                key: values.get(key) or False
                for key in (
                    *("received_at", "due_original", "due", "state", "outcome"),
                    *("waiting_since", "waiting_for", "window_due", "resolved_at"),
                    *("result_number", "old_register"),
                )
            },
            **self._code_facts(row.label, day, agency, regulation, known),
            "opening_id": known["job"].id,
            "opening_day": known["job"].opening_day,
            "row": row.number,
            "regulation_id": regulation.id,
            "agency_id": agency.id,
            "agency_ids": list(taking_part),
            "monitor_center_id": self._monitor(agency, known),
            "limit_value": limit.limit_value,
            "limit_unit": limit.limit_unit if limit._has_limit() else False,
            "fee_amount": values.get("fee_amount") or fee.fee_amount,
            "fee_text": fee.fee_text,
            "transfer_due": known["calendar"].tthc_transfer_due(
                values["received_at"], regulation.transfer_cutoff
            ),
            "steps": steps,
        }

    @api.model
    def _regulation(self, day, known):
        if day not in known["regulations"]:
            known["regulations"][day] = self.env["tthc.regulation"]._at(day)
        return known["regulations"][day]

    @api.model
    def _terms(self, version, values, known):
        key = (version, values["case"], values.get("channel") or "direct")
        if key not in known["terms"]:
            known["terms"][key] = version._terms(*key[1:])
        return known["terms"][key]

    @api.model
    def _monitor(self, agency, known):
        if agency not in known["monitors"]:
            draft = self.env["tthc.dossier"].new({"center_id": known["center"].id})
            known["monitors"][agency] = draft._monitor_center(agency).id
        return known["monitors"][agency]

    @api.model
    def _code_facts(self, code, day, agency, regulation, known):
        """The code, and its number of the day where it has this system's own pattern.

        New receipts of that day then go on after it instead of drawing it again.
        """
        facts = {"code": code, "register_agency_id": agency.id}
        facts.update(code_day=False, code_number=0)
        parts = CODE_PARTS.match(code)
        named = parts and known["by_identifier"].get(parts[1])
        if not named or not 0 < len(parts[2]) < 9:
            return facts
        number = int(parts[2])
        names = named._names_at(day)
        if number and regulation._format_code(names, day, number) == code:
            facts.update(register_agency_id=named.id, code_day=day, code_number=number)
        return facts
