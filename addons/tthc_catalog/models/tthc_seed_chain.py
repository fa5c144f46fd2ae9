from odoo import api, models
from odoo.tools import groupby

CHAIN_FILE = "tthc_catalog/data/seed/interlinked.csv"
FROM_START = "cộng dồn"


class TthcSeedChain(models.AbstractModel):
    """Loads the interlinked chains of ``interlinked.csv``."""

    _name = "tthc.seed.chain"
    _description = "Loader of the interlinked chains"

    @api.model
    def _load_chains(self):
        """Load the chains that are not there yet, by their code.

        A chain becomes part of the open version of its procedure; without one it
        waits. An agency text that no alias explains leaves the line unresolved.

        :return: the chains that were created
        """
        rows = self._rows(CHAIN_FILE)
        chain_model = self.env["tthc.procedure.chain"]
        codes = list(dict.fromkeys(row["chain_code"] for row in rows))
        known = set(chain_model.search([("code", "in", codes)]).mapped("code"))
        missing = [row for row in rows if row["chain_code"] not in known]
        aliases = self.env["tthc.agency.alias"]._resolve(
            {row["agency"] for row in missing}
        )
        grouped = groupby(missing, key=lambda row: row["chain_code"])
        chains = chain_model.create(
            [
                self._chain_values(list(chain_rows), aliases)
                for _code, chain_rows in grouped
            ]
        )
        chains._attach()
        return chains

    @api.model
    def _chain_values(self, rows, aliases):
        """Values of a chain with its lines.

        A total without unit keeps none: it is no limit until somebody says of what.

        :param rows: rows of one chain in their order
        :param aliases: dict of text → ``tthc.agency.alias``
        """
        first = rows[0]
        return {
            "code": first["chain_code"],
            "name": first["chain_name"],
            "procedure_text": first["procedure_code"],
            "total_value": float(first["total_limit"] or 0),
            "total_unit": first["total_unit"],
            "source": first["source"],
            "line_ids": [
                (0, 0, self._chain_line_values(row, aliases[row["agency"]]))
                for row in rows
            ],
        }

    @api.model
    def _chain_line_values(self, row, alias):
        from_start = row["parallel"] == FROM_START
        return {
            "sequence": 10 * int(row["seq"]),
            "agency_text": row["agency"],
            "agency_id": alias.agency_id.id,
            "at_center_body": alias.at_center_body,
            "task": row["task"],
            "limit_value": float(row["duration"] or 0),
            "limit_unit": row["unit"],
            "from_start": from_start,
            "parallel_group": False if from_start else row["parallel"],
            "evidence": row["evidence"],
            "source": row["source"],
        }
