import re
from collections import defaultdict

from odoo import api, models
from odoo.fields import Command
from odoo.tools import html2plaintext, plaintext2html

from odoo.addons.tthc_base.tools.search_key import fold

from ..tools import sheet_cells as cells
from ..tools.sheet_cells import CellError
from .tthc_catalog_sheet_columns import PROCEDURE_COLUMNS
from .tthc_seed import DECISION_NUMBER

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}
LEVELS = {
    "cap bo": "Cấp bộ",
    "cap tinh": "Cấp tỉnh",
    "cap huyen": "Cấp huyện",
    "cap xa": "Cấp xã",
    "co quan khac": "Cơ quan khác",
}
#: How the export writes “the body of the receiving center”.
CENTER_BODY = "Cơ quan của Trung tâm tiếp nhận"
CUT_CODE = re.compile(r"\d\.\d{1,5}")
#: Lines that belong to a case, after the cases themselves.
LINE_KEYS = ("cases", "results", "legal_bases", "channels", "exemptions", "steps")


class TthcCatalogSheetProcedure(models.AbstractModel):
    """Procedures: one row is one procedure, as its newest version has it.

    A row is compared with the draft where there is one, else with the approved
    version. What differs from an approved version becomes a new draft.
    """

    _name = "tthc.catalog.sheet.procedure"
    _inherit = "tthc.catalog.sheet"
    _description = "Sheet of procedures"

    @api.model
    def _columns(self):
        return PROCEDURE_COLUMNS

    @api.model
    def _target_versions(self, codes=None):
        """The version of each procedure that sheets are about.

        :param codes: codes of procedures, all when None
        :return: dict of (code, id of the province) → version: the draft, else what is
            proposed, else what was approved last
        """
        domain = [("state", "!=", "abolished")]
        if codes is not None:
            domain.append(("code", "in", list(codes)))
        rank = {"draft": 2, "proposed": 1, "approved": 0}
        versions = self.env["tthc.procedure.version"].search(domain)
        best = {}
        for version in versions.sorted(
            lambda v: (rank[v.state], v.valid_from or v.create_date.date(), v.id)
        ):
            best[version.code, version.province_id.id] = version
        return best

    @api.model
    def _lookup(self, rows, job):
        procedures = (
            self.env["tthc.procedure"]
            .with_context(active_test=False)
            .search_fetch(
                [("code", "in", list({row.cells.get("code") for row in rows}))],
                ["code", "province_id", "active"],
            )
        )
        targets = self._target_versions(procedures.mapped("code"))
        versions = self.env["tthc.procedure.version"].browse(
            [version.id for version in targets.values()]
        )
        return {
            "job": job,
            "agencies": self._known_agencies(),
            "provinces": self._known_provinces(),
            "targets": {
                key: version.with_prefetch(versions.ids)
                for key, version in targets.items()
            },
            "procedures": {
                (procedure.code, procedure.province_id.id): procedure
                for procedure in procedures
            },
            "sectors": self._by_name("tthc.sector"),
            "new_sectors": set(),
            "subjects": self._by_name("tthc.procedure.subject"),
            "aliases": self.env["tthc.agency.alias"]._resolve(
                {row.cells.get("competent_agency", "") for row in rows}
            ),
        }

    @api.model
    def _by_name(self, model_name):
        model = self.env[model_name].with_context(active_test=False)
        return {
            fold(record.name): record for record in model.search_fetch([], ["name"])
        }

    @api.model
    def _key(self, row):
        code = row.cells.get("code")
        return code and (code, row.values.get("province_id"))

    @api.model
    def _find(self, row, known):
        code = row.cells.get("code", "")
        row.label = code
        province = self._province(row, "province", known)
        row.values["province_id"] = province.id
        row.record = known["targets"].get((code, province.id))
        if CUT_CODE.fullmatch(code) and not row.record:
            row.warn(
                "code",
                self.env._(
                    "“%(code)s” is short: Excel may have cut zeros off its end. Format "
                    "the column as text.",
                    code=code,
                ),
            )

    @api.model
    def _compare(self, row, known):
        result = super()._compare(row, known)
        if row.record and row.record.state == "proposed" and row.changes:
            row.refuse(
                row.changes[0][0],
                self.env._(
                    "The version is proposed for approval. Send it back to draft first."
                ),
            )
        return result

    @api.model
    def _check_row(self, row, known):
        self._check_limit(row)
        self._check_agency(row)
        self._check_cases(row)
        if not row.record:
            self._read_published_limits(row)

    @api.model
    def _read_published_limits(self, row):
        """What the portal's note beside the limit says of the ways of submitting.

        Only for new procedures of a sheet that has no columns for it.
        """
        text = row.values.get("limit_text")
        if not text or {"channels", "limit_doubtful"} & set(row.cells):
            return
        seed = self.env["tthc.seed"]
        doubtful = seed._is_limit_doubtful(text)
        row.values["limit_doubtful"] = doubtful
        own = (row.values.get("limit_value"), row.values.get("limit_unit"))
        row.lines["channels"] = [
            {"channel": channel, "limit_value": value, "limit_unit": unit}
            for channel, value, unit in sorted(seed._channel_limits(text))
            if not doubtful and (value, unit) != own
        ]

    @api.model
    def _check_cases(self, row):
        """Refuse to drop a case, or to have one twice, that papers belong to."""
        if "cases" not in row.lines:
            return
        names = [line["name"] for line in row.lines["cases"]]
        if len(set(names)) < len(names):
            row.refuse("cases", self.env._("Two cases have the same name."))
        for case in row.record.case_ids if row.record else ():
            papers = row.record.component_ids.filtered(
                lambda paper, case=case: paper.case_id == case
            )
            if case.name not in names and papers:
                row.refuse(
                    "cases",
                    self.env._(
                        "The case “%(name)s” is missing, but has papers of its own.",
                        name=case.name,
                    ),
                )

    @api.model
    def _check_limit(self, row):
        changed = {key for key, _before, _after in row.changes}
        record = row.record
        value = row.values.get("limit_value", record.limit_value if record else 0)
        unit = row.values.get("limit_unit", record.limit_unit if record else False)
        try:
            self._check_whole(value, unit)
        except CellError as error:
            row.refuse("time_limit_value", self._told(error))
        bad_unit = any(problem.column == "time_limit_unit" for problem in row.problems)
        if not value or unit or bad_unit:
            return
        column = "time_limit_unit"
        if column not in row.cells:
            column = "time_limit_value"
        message = self.env._(
            "The limit %(value)s has no unit. Write working days, days, hours …",
            value=cells.show_number(value),
        )
        if not record or changed & {"time_limit_value", "time_limit_unit"}:
            row.refuse(column, message)
        else:
            row.warn(column, message)

    @api.model
    def _check_agency(self, row):
        changed = {key for key, _before, _after in row.changes}
        record = row.record
        has_agency = (
            row.values["agency_id"] or row.values.get("at_center_body")
            if "agency_id" in row.values
            else record and (record.agency_id or record.at_center_body)
        )
        if has_agency or any(
            problem.column == "lead_agency" for problem in row.problems
        ):
            return
        text = row.cells.get("competent_agency", "")
        column = "competent_agency"
        if text:
            message = self.env._(
                "The agency “%(text)s” is not known. Add it to the agencies, or say "
                "under “Agencies in published texts” which one it means.",
                text=text,
            )
        else:
            message = self.env._("No agency is stated: the draft can't be approved.")
        if text and (not record or "competent_agency" in changed):
            row.refuse(column, message)
        else:
            row.warn(column, message)

    # -- columns of their own ---------------------------------------------------------

    @api.model
    def _read_field(self, text, row, known):
        sector = known["sectors"].get(fold(text))
        if text and not sector and fold(text) not in known["new_sectors"]:
            known["new_sectors"].add(fold(text))
            row.warn(
                "field",
                self.env._("The field “%(text)s” is new and will be added.", text=text),
            )
        row.values["sector_id"] = sector.id if sector else text
        return sector.name if sector else text

    @api.model
    def _show_field(self, record):
        return record.sector_id.name or ""

    @api.model
    def _read_competent_agency(self, text, row, known):
        row.values["competent_text"] = text or False
        if not row.cells.get("lead_agency"):
            alias = known["aliases"][text]
            agency = alias.agency_id
            if not alias and text:
                named = known["agencies"].get(fold(text), agency)
                agency = named if len(named) == 1 else agency
            row.values |= {
                "agency_id": agency.id,
                "at_center_body": alias.at_center_body,
            }
        return text

    @api.model
    def _show_competent_agency(self, record):
        return record.competent_text or ""

    @api.model
    def _read_lead_agency(self, text, row, known):
        if not text and "agency_id" in row.values:
            agency = self.env["tthc.agency"].browse(row.values["agency_id"] or [])
            if row.values.get("at_center_body"):
                return CENTER_BODY
            return self._agency_text(agency)
        at_center = fold(text) == fold(CENTER_BODY)
        agency = self.env["tthc.agency"]
        if text and not at_center:
            agency = agency.browse(self._agency_id(text, known))
        row.values |= {"agency_id": agency.id, "at_center_body": at_center}
        return CENTER_BODY if at_center else self._agency_text(agency)

    @api.model
    def _show_lead_agency(self, record):
        return (
            CENTER_BODY
            if record.at_center_body
            else self._agency_text(record.agency_id)
        )

    @api.model
    def _read_level(self, text, row, known):
        parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
        unknown = [part for part in parts if fold(part) not in LEVELS]
        if unknown:
            raise CellError(
                self.env._(
                    "The level “%(text)s” is unknown. Known are: %(known)s.",
                    text=unknown[0],
                    known=", ".join(LEVELS.values()),
                )
            )
        folded = {fold(part) for part in parts}
        shown = ", ".join(LEVELS[fold(part)] for part in parts)
        row.values |= {
            "level_text": shown or False,
            "level_province": "cap tinh" in folded,
            "level_commune": "cap xa" in folded,
        }
        return shown

    @api.model
    def _show_level(self, record):
        if record.level_text:
            return record.level_text
        flags = (
            (record.level_province, "Cấp tỉnh"),
            (record.level_commune, "Cấp xã"),
        )
        return ", ".join(name for flag, name in flags if flag)

    @api.model
    def _read_time_limit_value(self, text, row, known):
        """Read the limit; its unit may stand in the same cell."""
        value, unit = cells.split_limit(text)
        column = PROCEDURE_COLUMNS["time_limit_unit"]
        unit_cell = row.cells.get("time_limit_unit")
        if not unit and fold(text) in map(fold, column.words["same_day"]):
            value, unit = "", text
        if unit and not unit_cell:
            row.values["limit_unit"] = cells.parse_choice(unit, column.words)
        elif unit and cells.parse_choice(unit, column.words) != cells.parse_choice(
            unit_cell, column.words
        ):
            raise CellError(
                self.env._(
                    "The unit differs from the one in the column of units: %(unit)s.",
                    unit=unit,
                )
            )
        row.values["limit_value"] = cells.parse_number(value) if value else 0
        if "limit_unit" in row.values and "time_limit_unit" not in row.cells:
            self._note_unit(row, column)
        return cells.show_number(row.values["limit_value"])

    @api.model
    def _note_unit(self, row, column):
        """Note the change of a unit that stands beside its number."""
        before = self._show("time_limit_unit", column, row.record)
        after = self._show_value(column, row.values["limit_unit"])
        if row.record and before != after:
            row.changes.append(("time_limit_unit", before, after))

    @api.model
    def _show_time_limit_value(self, record):
        return cells.show_number(record.limit_value)

    @api.model
    def _read_time_limit_unit(self, text, row, known):
        if not text and row.values.get("limit_unit"):
            unit = row.values["limit_unit"]
        else:
            unit = cells.parse_choice(text, self._unit_words()) if text else False
            row.values["limit_unit"] = unit
        return self._unit_words()[unit][0] if unit else ""

    @api.model
    def _unit_words(self):
        return PROCEDURE_COLUMNS["time_limit_unit"].words

    @api.model
    def _read_fee_vnd(self, text, row, known):
        amount = cells.parse_money(text) if text else 0
        row.values |= {"fee_known": bool(text), "fee_amount": amount}
        return str(amount) if text else ""

    @api.model
    def _show_fee_vnd(self, record):
        return f"{record.fee_amount:.0f}" if record.fee_known else ""

    @api.model
    def _read_decision(self, text, row, known):
        found = DECISION_NUMBER.search(text)
        row.values |= {
            "decision_text": text or False,
            "decision_id": (found[0] if found else text) or False,
        }
        return text

    @api.model
    def _show_decision(self, record):
        return record.decision_text or record.decision_id.name or ""

    @api.model
    def _read_conditions(self, text, row, known):
        row.values["condition_text"] = plaintext2html(text) if text else False
        return text

    @api.model
    def _show_conditions(self, record):
        return html2plaintext(record.condition_text or "").strip()

    @api.model
    def _read_source(self, text, row, known):
        row.values["source"] = text or False
        return text

    @api.model
    def _show_source(self, record):
        # The seed adds what it could not read to the source, behind a semicolon.
        return (record.source or "").partition("; mức độ trực tuyến: ")[0]

    @api.model
    def _read_subjects(self, text, row, known):
        names = [name.strip() for name in re.split(r"[;\n]", text) if name.strip()]
        unknown = [name for name in names if fold(name) not in known["subjects"]]
        if unknown:
            raise CellError(
                self.env._("The subject “%(name)s” is not known.", name=unknown[0])
            )
        subjects = self.env["tthc.procedure.subject"].union(
            *(known["subjects"][fold(name)] for name in names)
        )
        row.values["subject_ids"] = [Command.set(subjects.ids)]
        return "\n".join(subjects.sorted("id").mapped("name"))

    @api.model
    def _show_subjects(self, record):
        return "\n".join(record.subject_ids.sorted("id").mapped("name"))

    @api.model
    def _value(self, column, text, known):
        if column.kind == "case":
            return text or False
        if column.kind == "agency" and not text:
            return False
        return super()._value(column, text, known)

    @api.model
    def _show_value(self, column, value):
        if column.kind == "case" and value:
            return value if isinstance(value, str) else value.name
        return super()._show_value(column, value)

    # -- carrying out -----------------------------------------------------------------

    @api.model
    def _apply(self, plan, job, tick):
        new, changed = plan.with_outcome("new"), plan.with_outcome("changed")
        self._link_named(new + changed)
        versions = self._create_versions(new, job)
        tick(0.4)
        versions |= self._change_versions(changed, job)
        tick(0.7)
        self._write_lines(new + changed)
        tick(0.95)
        return versions

    @api.model
    def _link_named(self, rows):
        """Make the fields and decisions that the rows name and nobody has yet."""
        seed = self.env["tthc.seed"]
        for field, model_name in (
            ("sector_id", "tthc.sector"),
            ("decision_id", "tthc.decision"),
        ):
            named = [row for row in rows if isinstance(row.values.get(field), str)]
            ids = seed.with_context(**QUIET)._named_records(
                model_name, [row.values[field] for row in named]
            )
            for row in named:
                row.values[field] = ids[fold(row.values[field])]

    @api.model
    def _create_versions(self, rows, job):
        known = self._archived_or_abolished(rows)
        missing = [row for row in rows if self._key(row) not in known]
        procedures = (
            self.env["tthc.procedure"]
            .with_context(**QUIET)
            .create(
                [
                    {
                        "code": row.cells["code"],
                        "province_id": row.values["province_id"],
                    }
                    for row in missing
                ]
            )
        )
        currency_id = self._currency_id()
        known |= dict(zip(map(self._key, missing), procedures, strict=True))
        versions = (
            self.env["tthc.procedure.version"]
            .with_context(**QUIET)
            .create(
                [
                    {
                        "currency_id": currency_id,
                        "valid_from": job.valid_from,
                        **(
                            {"decision_id": job.decision_id.id}
                            if job.decision_id
                            else {}
                        ),
                        **self._writable(row),
                        "procedure_id": known[self._key(row)].id,
                    }
                    for row in rows
                ]
            )
        )
        for row, version in zip(rows, versions, strict=True):
            row.target = version
        return versions

    @api.model
    def _archived_or_abolished(self, rows):
        """Procedures of new rows that have no version to compare with.

        :return: dict of key → procedure
        """
        procedures = (
            self.env["tthc.procedure"]
            .with_context(active_test=False)
            .search([("code", "in", [row.cells["code"] for row in rows])])
        )
        return {
            (procedure.code, procedure.province_id.id): procedure
            for procedure in procedures
        }

    @api.model
    def _writable(self, row):
        return {key: value for key, value in row.values.items() if key != "province_id"}

    @api.model
    def _change_versions(self, rows, job):
        """Write the changes into drafts, amended where the version is approved.

        :return: versions that were changed or made
        """
        model = self.env["tthc.procedure.version"].with_context(**QUIET)
        versions = model.union(*(row.record for row in rows))
        drafts = self._open_drafts(versions, job)
        bodies = {}
        for row in rows:
            row.target = drafts[row.record]
            values = self._writable(row)
            if values:
                row.target.write(values)
            bodies[row.target.id] = job._changes_body(row)
        versions = model.union(*(row.target for row in rows))
        versions._message_log_batch(bodies=bodies)
        return versions

    @api.model
    def _open_drafts(self, versions, job):
        """Drafts to write into: the versions themselves, or their amendments.

        :param versions: drafts and approved versions
        :return: dict of version → draft; a draft stands for itself
        """
        versions = versions.with_context(**QUIET)
        approved = versions.filtered(lambda version: version.state == "approved")
        amended = approved._amended()
        amended.write(self._dated_by_import(job))
        drafts = {version: version for version in versions}
        return drafts | dict(zip(approved, amended, strict=True))

    @api.model
    def _dated_by_import(self, job):
        """Day of effect and decision that the import gives amended versions."""
        values = {"valid_from": job.valid_from}
        if job.decision_id:
            values["decision_id"] = job.decision_id.id
            values["decision_text"] = job.decision_id.name
        return values

    @api.model
    def _write_lines(self, rows):
        """Cases first, because channels and exemptions name them."""
        currency_id = self._currency_id()
        for key in LINE_KEYS:
            concerned = [row for row in rows if key in row.lines]
            if not concerned:
                continue
            column = PROCEDURE_COLUMNS[key]
            if key == "cases":
                self._write_cases(concerned, currency_id)
                continue
            model = self.env["tthc.procedure.version"]
            targets = model.union(*(row.target for row in concerned))
            targets[column.field].unlink()
            lines = self.env[targets[column.field]._name]
            lines.create(
                [
                    self._line_values(lines, row.target, line, place, currency_id)
                    for row in concerned
                    for place, line in enumerate(row.lines[key], 1)
                ]
            )

    @api.model
    def _line_values(self, model, version, line, place, currency_id):
        values = {"version_id": version.id, **line}
        if "sequence" in model._fields and "sequence" not in line:
            values["sequence"] = place * 10
        if "currency_id" in model._fields:
            values["currency_id"] = currency_id
        if isinstance(line.get("case_id"), str):
            case = version.case_ids.filtered(lambda case: case.name == line["case_id"])
            values["case_id"] = case[:1].id
        return values

    @api.model
    def _write_cases(self, rows, currency_id):
        """Cases are found again by name, so that their papers stay with them."""
        model = self.env["tthc.procedure.case"]
        gone, new = model, []
        for row in rows:
            existing = defaultdict(model.browse)
            for case in row.target.case_ids:
                existing[case.name] |= case
            for place, line in enumerate(row.lines["cases"], 1):
                values = line | {"sequence": place * 10}
                case = existing[line["name"]][:1]
                existing[line["name"]] -= case
                if case:
                    case.write(values)
                else:
                    new.append(
                        {"version_id": row.target.id, "currency_id": currency_id}
                        | values
                    )
            gone = gone.union(*existing.values())
        gone.unlink()
        model.create(new)

    # -- export -----------------------------------------------------------------------

    @api.model
    def _export_records(self):
        versions = self.env["tthc.procedure.version"].browse(
            [version.id for version in self._target_versions().values()]
        )
        return versions.sorted(lambda v: (v.code, v.province_id.id))
