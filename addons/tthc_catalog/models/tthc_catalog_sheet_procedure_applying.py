from collections import defaultdict

from odoo import api, models

from odoo.addons.tthc_base.tools.search_key import fold

from .tthc_catalog_sheet import QUIET
from .tthc_catalog_sheet_columns import PROCEDURE_COLUMNS

#: Lines that belong to a case, after the cases themselves.
LINE_KEYS = ("cases", "results", "legal_bases", "channels", "exemptions", "steps")


class TthcCatalogSheetProcedureApplying(models.AbstractModel):
    """Carries out what a sheet of procedures says: versions and their lines."""

    _name = "tthc.catalog.sheet.procedure.applying"
    _description = "Carrying out a sheet of procedures"

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
