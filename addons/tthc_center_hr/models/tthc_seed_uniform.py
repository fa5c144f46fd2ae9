from odoo import api, models

SEXES = {"nữ": "female", "nam": "male"}
PATH = "tthc_center_hr/data/seed/shirt_sizes.csv"


class TthcSeedUniform(models.AbstractModel):
    """Loads the sizes that came with the project."""

    _name = "tthc.seed.uniform"
    _inherit = ["tthc.seed"]
    _description = "Loader of sizes of uniforms"

    @api.model
    def _load_uniform_sizes(self):
        """The ready-made sizes of the dispatch of March 2017, as it prints them.

        A brand is the supplier and its shirt the garment; the file keeps its sources.
        """
        rows = self._rows(PATH)
        for row in {row["brand"]: row for row in rows}.values():
            self._load_uniform_brand(row)
        self._upsert(
            "tthc.uniform.size",
            [
                (
                    f"{self._uniform_name('size', row)}_{SEXES[row['gender']]}"
                    f"_{row['size']}",
                    {
                        "garment_id": self.env.ref(
                            f"tthc_center_hr.{self._uniform_name('shirt', row)}"
                        ).id,
                        "sex": SEXES[row["gender"]],
                        "name": row["size"],
                        "sequence": int(row["size"]),
                        "source": row["source"],
                    },
                )
                for row in rows
            ],
            "tthc_center_hr",
        )

    @api.model
    def _load_uniform_brand(self, row):
        """A brand as supplier, and its shirt.

        :param row: any of the file's rows of the brand
        """
        name = self._uniform_name("supplier", row)
        module = "tthc_center_hr"
        ids = self._upsert(
            "tthc.uniform.supplier", [(name, {"name": row["brand"]})], module
        )
        values = {
            "name": f"Áo sơ mi {row['brand']}",
            "supplier_id": ids[name],
            "source": "Cỡ may sẵn theo văn bản tháng 3/2017 (hạt giống 004)",
        }
        self._upsert(
            "tthc.uniform.garment", [(self._uniform_name("shirt", row), values)], module
        )

    @api.model
    def _uniform_name(self, kind, row):
        """External id of what a brand stands for."""
        slug = "".join(
            letter if letter.isascii() and letter.isalnum() else "_"
            for letter in row["brand"].lower()
        )
        return f"uniform_{kind}_{slug}"
