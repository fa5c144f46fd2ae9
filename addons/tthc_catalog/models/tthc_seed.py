import re
from collections import defaultdict

from odoo import api, models

from odoo.addons.tthc_base.tools.search_key import fold

SEED = "tthc_catalog/data/seed/"
PROVINCE = ("Đồng Nai", "75")
PROVINCE_AGENCY = "H19"
CENTER_BODY = "@center"
#: Day from which versions of a vintage apply. The files do not tell it, so the
#: first day of their period is taken, and said in ``valid_from_note``.
FIRST_DAYS = {"2025": "2025-07-01", "2026": "2026-01-01"}
ONLINE_LEVELS = {"toàn trình": "full", "một phần": "partial"}
CHANNELS = {"Trực tiếp": "direct", "Trực tuyến": "online", "Dịch vụ bưu chính": "post"}
CHANNEL_UNITS = {"Giờ": "hour", "Ngày làm việc": "working_day", "Ngày": "day"}
#: “nhiều mức: Trực tuyến=20 Ngày làm việc; Trực tiếp=8 Ngày | …”
SEVERAL_LIMITS = re.compile(r"nhiều mức: ([^|]*)")
CHANNEL_LIMIT = re.compile(r"([^=;]+)=([\d.]+) ?([^;]*)")
DECISION_NUMBER = re.compile(r"\d+/Q[ĐD]-[\w-]+")
#: Numbering and bullets before a heading, folded: “a ”, “1.2 ”, “iii ”.
NUMBERING = re.compile(r"^(?:(?:[ivx]+|[a-z]|[\d.]+) )+")
CASE_WORDS = ("truong hop", "doi voi")
#: Headings with these words add papers to any variant.
ADDITION = re.compile(
    "uy quyen|truc tuyen|moi truong dien tu|buu chinh|khai thac su dung|ngoai ra"
)
NOTE = re.compile("^(luu y|ghi chu|ngoai ra)")
LONGEST_CASE = 250
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}


class TthcSeed(models.AbstractModel):
    _name = "tthc.seed"
    _inherit = ["tthc.seed", "tthc.seed.chain"]

    @api.model
    def _load_catalog_demo(self):
        """The catalog, and its admission to the centers of the demo."""
        self._load_catalog()
        centers = self.env["tthc.center"].search(
            [("level", "in", ("province", "commune"))]
        )
        self._admit_catalog(centers)

    @api.model
    def _load_catalog(self):
        """Load the procedures of the national portal and of Đồng Nai.

        What is in the catalog already, by code and province, is left as it is, so
        that loading twice changes nothing. Versions that lack nothing are approved
        through the actions that people use; the others stay drafts that say why.

        :return: the versions that were created
        """
        loader = self.with_context(**QUIET)
        loader._load_territory()
        loader._load_aliases()
        versions = loader._create_versions(loader._missing_rows())
        loader._create_channels(versions)
        loader._create_components(versions)
        loader._load_aliases("chain_agency_aliases.csv")
        loader._load_chains()
        complete = versions.filtered(lambda version: not version._faults())
        complete.action_propose()
        complete.action_approve()
        return versions

    @api.model
    def _load_territory(self):
        """The province and the agencies that the files refer to, where missing."""
        if not self._province():
            self._load_admin_units(PROVINCE[0])
        if not self.env["tthc.agency"].search([("identifier", "=", PROVINCE_AGENCY)]):
            self._load_agencies(PROVINCE[0], "2026")

    @api.model
    def _province(self):
        return self.env["tthc.admin.unit"].search(
            [("level", "=", "1_province"), ("code", "=", PROVINCE[1])], limit=1
        )

    @api.model
    def _load_aliases(self, filename="agency_aliases.csv"):
        """What agencies are called in the published texts.

        :param filename: of the procedures, or of the chains
        """
        rows = self._rows(f"{SEED}{filename}")
        alias_model = self.env["tthc.agency.alias"]
        known = set(
            alias_model.search(
                [("name_key", "in", [fold(row["text"]) for row in rows])]
            ).mapped("name_key")
        )
        agencies = {
            agency.identifier: agency.id
            for agency in self.env["tthc.agency"].search([("identifier", "!=", False)])
        }
        alias_model.create(
            [
                {
                    "name": row["text"],
                    "agency_id": agencies.get(row["agency"]),
                    "at_center_body": row["agency"] == CENTER_BODY,
                    "source": row["source"],
                }
                for row in rows
                if fold(row["text"]) not in known
                and (row["agency"] in agencies or row["agency"] == CENTER_BODY)
            ]
        )

    @api.model
    def _missing_rows(self):
        """Rows of procedures.csv that are not in the catalog yet."""
        province = self._province()
        procedures = self.env["tthc.procedure"].with_context(active_test=False)
        known = {
            (procedure.code, procedure.province_id == province)
            for procedure in procedures.search(
                [("province_id", "in", [False, province.id])]
            )
        }
        return [
            row
            for row in self._rows(f"{SEED}procedures.csv")
            if (row["code"], bool(row["province"])) not in known
        ]

    @api.model
    def _create_versions(self, rows):
        """One procedure with one draft version for each row.

        :param rows: rows of procedures.csv
        :return: versions, in the order of the rows
        """
        province = self._province()
        procedures = self.env["tthc.procedure"].create(
            [
                {
                    "code": row["code"],
                    "province_id": province.id if row["province"] else False,
                }
                for row in rows
            ]
        )
        sectors = self._named_records("tthc.sector", [row["field"] for row in rows])
        decisions = self._named_records(
            "tthc.decision", [self._decision_number(row["decision"]) for row in rows]
        )
        aliases = self.env["tthc.agency.alias"]._resolve(
            {row["competent_agency"] for row in rows}
        )
        currency = self.env.ref("base.VND")
        return self.env["tthc.procedure.version"].create(
            [
                {
                    "procedure_id": procedure.id,
                    "sector_id": sectors.get(fold(row["field"])),
                    "decision_id": decisions.get(
                        fold(self._decision_number(row["decision"]))
                    ),
                    "agency_id": aliases[row["competent_agency"]].agency_id.id,
                    "at_center_body": aliases[row["competent_agency"]].at_center_body,
                    "currency_id": currency.id,
                    **self._version_values(row),
                }
                for procedure, row in zip(procedures, rows, strict=True)
            ]
        )

    @api.model
    def _decision_number(self, text):
        found = DECISION_NUMBER.search(text)
        return found[0] if found else text.strip()

    @api.model
    def _named_records(self, model_name, names):
        """Records with these names; missing ones are created.

        :param model_name: model whose records are told apart by ``name``
        :param names: names, empty ones are skipped
        :return: dict of folded name → id
        """
        model = self.env[model_name].with_context(active_test=False)
        by_key = {fold(record.name): record.id for record in model.search([])}
        missing = {fold(name): name for name in reversed(names) if name.strip()}
        created = model.create(
            [
                {"name": name.strip()}
                for key, name in missing.items()
                if key not in by_key
            ]
        )
        return by_key | {fold(record.name): record.id for record in created}

    @api.model
    def _version_values(self, row):
        """Values of a version that the row alone decides.

        A number without a unit is kept without a unit, and no text is read as a
        limit: whoever clears the drafts decides.
        """
        online_level = ONLINE_LEVELS.get(row["online_level"])
        source = row["source"]
        if row["online_level"] and not online_level:
            source = f"{source}; mức độ trực tuyến: {row['online_level']}"
        return {
            "name": row["name"],
            "valid_from": FIRST_DAYS[row["vintage"]],
            "valid_from_note": "Nguồn không ghi ngày có hiệu lực; lấy ngày đầu kỳ "
            f"của dữ liệu năm {row['vintage']}.",
            "decision_text": row["decision"],
            "competent_text": row["competent_agency"],
            "deciding_text": row["deciding_agency"],
            "coordinating_text": row["coordinating_agencies"],
            "level_text": row["level"],
            "level_province": "Cấp tỉnh" in row["level"],
            "level_commune": "Cấp xã" in row["level"],
            "is_interlinked": row["interlinked"] == "yes",
            "limit_value": float(row["time_limit_value"] or 0),
            "limit_unit": row["time_limit_unit"],
            "limit_text": row["time_limit_text"],
            "limit_doubtful": self._is_limit_doubtful(row["time_limit_text"]),
            "fee_known": bool(row["fee_vnd"]),
            "fee_amount": int(row["fee_vnd"] or 0),
            "fee_text": row["fee_text"],
            "online_level": online_level,
            "online_submission": row["online_submission"],
            "postal_submission": row["postal_submission"],
            "postal_return": row["postal_return"],
            "vintage": row["vintage"],
            "source": source,
        }

    @api.model
    def _channel_limits(self, text):
        """Limits that the portal prints for each way of submitting.

        :param text: the note beside the limit
        :return: set of (channel, value, unit), the unit empty where none is printed
        """
        several = SEVERAL_LIMITS.match(text or "")
        if not several:
            return set()
        return {
            (CHANNELS[name.strip()], float(value), CHANNEL_UNITS.get(unit.strip(), ""))
            for name, value, unit in CHANNEL_LIMIT.findall(several[1])
        }

    @api.model
    def _is_limit_doubtful(self, text):
        """Whether one way of submitting has several limits, or one without unit."""
        limits = self._channel_limits(text)
        channels = {channel for channel, _value, _unit in limits}
        return len(channels) < len(limits) or any(not unit for _c, _v, unit in limits)

    @api.model
    def _create_channels(self, versions):
        """Rows of the ways of submitting that differ from their version.

        :param versions: new versions
        """
        self.env["tthc.procedure.channel"].create(
            [
                {
                    "version_id": version.id,
                    "channel": channel,
                    "limit_value": value,
                    "limit_unit": unit,
                }
                for version in versions
                if not version.limit_doubtful
                for channel, value, unit in sorted(
                    self._channel_limits(version.limit_text)
                )
                if (value, unit) != (version.limit_value, version.limit_unit)
            ]
        )

    @api.model
    def _create_components(self, versions):
        """Cases and components of new versions.

        :param versions: versions whose procedures stand in components.csv
        """
        by_key = {
            (version.code, bool(version.province_id)): version for version in versions
        }
        rows = defaultdict(list)
        for row in self._rows(f"{SEED}components.csv"):
            version = by_key.get((row["procedure_code"], bool(row["province"])))
            if version:
                rows[version].append(row)
        cases = self._create_cases(rows)
        self.env["tthc.procedure.component"].create(
            [
                self._component_values(version, row, cases)
                for version, version_rows in rows.items()
                for row in version_rows
            ]
        )

    @api.model
    def _create_cases(self, rows):
        """Cases of versions, from the headings of their components.

        One heading alone is no choice: only two or more make cases.

        :param rows: dict of version → rows of components.csv
        :return: dict of (version, heading) → id
        """
        headings = [
            (version, heading)
            for version, version_rows in rows.items()
            for heading in self._case_headings(version_rows)
        ]
        cases = self.env["tthc.procedure.case"].create(
            [
                {
                    "version_id": version.id,
                    "sequence": number,
                    "name": heading.rstrip(" :"),
                }
                for number, (version, heading) in enumerate(headings)
            ]
        )
        return dict(zip(headings, cases.ids, strict=True))

    @api.model
    def _case_headings(self, rows):
        headings = dict.fromkeys(
            row["case_name"] for row in rows if self._names_a_case(row["case_name"])
        )
        return list(headings) if len(headings) > 1 else []

    @api.model
    def _names_a_case(self, heading):
        """Whether a heading names a variant of the procedure.

        Many are mere headings (“Giấy tờ phải nộp:”), notes, or papers on top for
        whoever acts by proxy, online or by post.
        """
        words = NUMBERING.sub("", fold(heading))
        return (
            words.startswith(CASE_WORDS)
            and not ADDITION.search(words)
            and len(heading) <= LONGEST_CASE
        )

    @api.model
    def _component_values(self, version, row, cases):
        """Values of a component; its heading is kept where it is no case.

        What is a note, is not handed in at all, or is asked for on a condition
        need not be ticked at the counter.
        """
        case = cases.get((version, row["case_name"]))
        conditional = self._is_conditional(row["case_name"], case)
        originals = int(row["original_count"] or 0)
        copies = int(row["copy_count"] or 0)
        return {
            "version_id": version.id,
            "case_id": case,
            "group_name": False if case else row["case_name"].strip(" -:"),
            "sequence": int(row["seq"]),
            "name": row["name"],
            "original_count": originals,
            "copy_count": copies,
            "required": bool(originals + copies) and not conditional,
            "form_code": row["form_code"],
            "form_file": row["form_file"],
            "source": row["source"],
        }

    @api.model
    def _is_conditional(self, heading, case):
        """Whether papers under a heading are asked for on a condition only.

        :param heading: as published
        :param case: whether the heading is a case of the procedure
        """
        words = NUMBERING.sub("", fold(heading))
        return not case and bool(
            words.startswith(CASE_WORDS) or NOTE.search(words) or ADDITION.search(words)
        )

    @api.model
    def _admit_catalog(self, centers):
        """Admit what is in force to the centers that it belongs to.

        Provincial procedures of a known agency go to the provincial centers, those
        of the commune's own body to the commune centers. A procedure that has a row
        for a center keeps it.

        :param centers: ``tthc.center``
        :return: the admissions that were created
        """
        version_model = self.env["tthc.procedure.version"]
        admission_model = self.env["tthc.procedure.admission"]
        approved = version_model.search([("state", "=", "approved")])
        by_level = {
            "province": approved.filtered("agency_id").procedure_id,
            "commune": approved.filtered("at_center_body").procedure_id,
        }
        known = {
            (admission.center_id.id, admission.procedure_id.id)
            for admission in admission_model.search([("center_id", "in", centers.ids)])
        }
        return admission_model.with_context(**QUIET).create(
            [
                {"center_id": center.id, "procedure_id": procedure.id, "state": "in"}
                for center in centers
                for procedure in by_level.get(center.level, ())
                if (center.id, procedure.id) not in known
            ]
        )
