import csv

from odoo import api, models
from odoo.tools import file_open

LEVELS = {
    "tỉnh": "province",
    "huyện": "district",
    "xã": "commune",
}
UNIT_LEVELS = {
    "province": "1_province",
    "district": "2_district",
    "commune": "3_commune",
}
#: Kinds of agencies.csv that are agencies; its kind "center" is a place.
KINDS = {
    "province": "committee",
    "district": "committee",
    "commune": "committee",
    "department": "department",
    "vertical": "vertical",
    "post": "post",
}
TWO_TIER_REFORM = "2025-07-01"
CITY_OF_DONG_NAI = "2026-04-30"


class TthcSeed(models.AbstractModel):
    """Loads the real public data that came with the project.

    The files keep their column ``source``. A row is found again by its external
    id, so that loading twice changes nothing.
    """

    _name = "tthc.seed"
    _description = "Loader of real public data"

    @api.model
    def _rows(self, path, **match):
        """Rows of a CSV file of an addon.

        :param path: such as ``tthc_base/data/seed/agencies.csv``
        :param match: column=value pairs that a row must have
        :return: list of dicts of strings
        """
        with file_open(path, "r") as handle:
            return [
                row
                for row in csv.DictReader(handle)
                if all(row[column] == value for column, value in match.items())
            ]

    @api.model
    def _upsert(self, model_name, records, module="tthc_base"):
        """Create the records whose external id is unknown, in one batch.

        What is there already keeps what the administrator made of it.

        :param records: list of (name of the external id, values)
        :return: dict of name → id
        """
        model = self.env[model_name]
        created = model._load_records(
            [
                {"xml_id": f"{module}.{name}", "values": values, "noupdate": True}
                for name, values in records
            ],
            update=True,
        )
        return dict(zip((name for name, _values in records), created.ids, strict=True))

    @api.model
    def _load_admin_units(self, province):
        """Administrative units of a province of all vintages, oldest first.

        :param province: name as in the file, such as “Đồng Nai”
        """
        path = "tthc_base/data/seed/admin_units.csv"
        old = self._rows(path, province=province, vintage="2017")
        reform = self._rows(path, province=province, vintage="2025")
        city = self._rows(path, province=province, vintage="2026")
        latest = {row["level"] + row["code"]: row for row in (*reform, *city)}
        units = {}
        for row in old:
            if row["level"] != "province":
                self._add_unit(units, "2017", row, date_to=TWO_TIER_REFORM)
        for row in latest.values():
            begins = None if row["level"] == "province" else TWO_TIER_REFORM
            self._add_unit(units, "2025", row, date_from=begins)
        ids = self._upsert(
            "tthc.admin.unit", [(name, values) for name, (values, _up) in units.items()]
        )
        unit_model = self.env["tthc.admin.unit"]
        for name, (_values, parent) in units.items():
            unit = unit_model.browse(ids[name])
            if parent in ids and not unit.parent_id:
                unit.parent_id = ids[parent]
        self._load_unit_names(ids, old, reform, latest)

    @api.model
    def _add_unit(self, units, era, row, date_from=None, date_to=None):
        era_of_parent = "2025" if row["parent_code"] == row["province_code"] else era
        name = f"unit_{era}_{row['level']}_{row['code']}"
        parent_level = "district" if era_of_parent == "2017" else "province"
        parent = f"unit_{era_of_parent}_{parent_level}_{row['parent_code']}"
        units[name] = (
            {
                "code": row["code"],
                "name": row["name"],
                "level": UNIT_LEVELS[row["level"]],
                "kind": row["type"],
                "identifier": row["agency_identifier"] or False,
                "date_from": date_from,
                "date_to": date_to,
                "source": row["source"],
            },
            parent,
        )

    @api.model
    def _load_unit_names(self, ids, old, reform, latest):
        names = []
        for row in reform:
            key = row["level"] + row["code"]
            if latest[key]["name"] == row["name"]:
                continue
            name = f"unit_2025_{row['level']}_{row['code']}"
            names.append(
                (
                    f"{name}_name",
                    {
                        "unit_id": ids[name],
                        "name": row["name"],
                        "date_from": "1900-01-01"
                        if row["level"] == "province"
                        else TWO_TIER_REFORM,
                        "date_to": CITY_OF_DONG_NAI,
                        "source": row["source"],
                    },
                )
            )
        self._upsert("tthc.admin.unit.name", names)

    @api.model
    def _load_agencies(self, province, vintage):
        """Agencies of a province as they stood in a year.

        :param province: name as in the file
        :param vintage: “2017” or “2026”
        :return: dict of official name → id
        """
        rows = [
            row
            for row in self._rows(
                "tthc_base/data/seed/agencies.csv", province=province, vintage=vintage
            )
            if row["kind"] in KINDS
        ]
        records = [
            (self._agency_xmlid(vintage, number, row), self._agency_values(row))
            for number, row in enumerate(rows)
        ]
        ids = self._upsert("tthc.agency", records)
        named = {
            row["name"]: ids[name]
            for row, (name, _values) in zip(rows, records, strict=True)
        }
        head = next((row["name"] for row in rows if row["kind"] == "province"), None)
        if head:
            children = [id_ for name, id_ in named.items() if name != head]
            orphans = (
                self.env["tthc.agency"]
                .browse(children)
                .filtered(lambda agency: not agency.parent_id)
            )
            orphans.parent_id = named[head]
        return named

    @api.model
    def _agency_xmlid(self, vintage, number, row):
        identifier = row["code"].replace(".", "_").lower()
        if vintage == "2026":
            return f"agency_{identifier}"
        return f"agency_{vintage}_{number:03d}"

    @api.model
    def _agency_values(self, row):
        identifier = row["code"] if row["code"].startswith("H") else False
        return {
            "name": row["name"],
            "short_name": row["short_name"] or False,
            "kind": KINDS[row["kind"]],
            "level": LEVELS[row["level"]],
            "identifier": identifier,
            "identifier_long": self._long_identifier(identifier),
            "address": row["address"] or False,
            "phone": row["phone"] or False,
            "source": row["source"],
            "note": row["note"] or False,
        }

    @api.model
    def _long_identifier(self, identifier):
        """Four-part form of an identifier (Circular 10/2016, Circular 01/2018).

        Three-digit second levels came with the identifiers of 2020 and later and
        have no place in the two digits of the older form.
        """
        if not identifier:
            return False
        province, _dot, unit = identifier.partition(".")
        if len(unit) > 2:
            return False
        return f"000.00.{unit.zfill(2)}.{province}"

    @api.model
    def _load_agency_units(self, province, agency_ids):
        """Units (phòng, ban) inside the agencies.

        :param agency_ids: dict of official name → id, as :meth:`_load_agencies` gives
        """
        rows = self._rows("tthc_base/data/seed/agency_units.csv", province=province)
        records = [
            (
                f"agency_unit_{row['external_id'].replace('-', '')}",
                {
                    "name": row["unit"],
                    "kind": "unit",
                    "parent_id": agency_ids[row["agency"]],
                    "source": row["source"],
                },
            )
            for row in rows
            if row["agency"] in agency_ids and row["external_id"]
        ]
        return self._upsert("tthc.agency", records)

    @api.model
    def _load_demo(self):
        """Đồng Nai of 2026: its units and agencies, as the demo needs them."""
        self._load_admin_units("Đồng Nai")
        self._load_agencies("Đồng Nai", "2026")
