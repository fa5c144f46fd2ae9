from datetime import date

from .common import CatalogCommon

#: A day on which everything below is in force.
DAY = date(2026, 3, 2)


class CountCommon(CatalogCommon):
    """Procedures of two agencies, and of the commune, with all that is counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.linked = cls._approved_version(
            "9.000401",
            is_interlinked=True,
            online_submission="yes",
            postal_return="yes",
            postal_submission="no",
            level_province=True,
            online_level_old="4",
            kind_reviewed=True,
            step_ids=[
                (0, 0, {"name": "Thẩm định", "agency_id": cls.justice.id}),
                (0, 0, {"name": "Lấy ý kiến", "agency_id": cls.building.id}),
            ],
        )
        cls.service = cls._approved_version(
            "9.000402",
            is_public_service=True,
            online_submission="no",
            postal_return="no",
            level_province=True,
            level_commune=True,
            kind_reviewed=True,
        )
        cls.silent = cls._approved_version("9.000403")
        cls.house = cls._approved_version("9.000404", agency_id=cls.building.id)
        cls.own = cls._approved_version(
            "9.000405", agency_id=False, at_center_body=True, level_commune=True
        )
        cls._admit(cls.linked | cls.service, date="2026-02-01")
        cls._admit(cls.own, cls.other_center, date="2026-02-01")

    @classmethod
    def _count(cls, table, **values):
        return cls.env["tthc.catalog.count"].create(
            {"table": table, "day": DAY, **values}
        )

    def _texts(self, count, key):
        """Text of each cell of a row by column."""
        rows = {row["key"]: row["cells"] for row in count._reckoned()["rows"]}
        return {cell["column"]: cell["text"] for cell in rows[key]}
