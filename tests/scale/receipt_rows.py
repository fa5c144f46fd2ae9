"""The rows of a receipt in bare SQL, to compare the receipt with."""

from itertools import count

from odoo.tools import SQL


class ReceiptRows:
    """Copies of the rows of a received dossier."""

    def __init__(self, env, version):
        """Copy from the last dossier of a version.

        :param version: ``tthc.procedure.version`` with dossiers on file
        """
        self.env = env
        self.numbers = count(1)
        self.model = env["tthc.dossier"].search(
            [("version_id", "=", version.id)], order="id desc", limit=1
        )
        self.event = self.model.event_ids.sorted("seq")[0]
        self.columns = {}

    def insert(self):
        """Write the rows of one receipt: person, dossier, papers, steps, event."""
        number = next(self.numbers)
        model, owner = self.model.id, self.model.owner_id.id
        word = f"bench-{number}"
        big = 10_000_000 + number
        self._copy("tthc.applicant", "id", owner)
        self._copy(
            "tthc.applicant.identity", "applicant_id", owner, {"number_key": word}
        )
        self._copy(
            "tthc.dossier",
            "id",
            model,
            {
                "code": word,
                "token": word,
                "intake_key": None,
                "code_number": big,
                "register_number": big,
            },
        )
        for name in ("tthc.dossier.component", "tthc.dossier.step"):
            self._copy(name, "dossier_id", model)
        self._copy("tthc.dossier.event", "id", self.event.id, {"seq": big})

    def _copy(self, model_name, column, value, fresh=()):
        table = self.env[model_name]._table
        fresh = dict(fresh)
        columns = self._columns(model_name)
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s = %s",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(
                    SQL("%s", fresh[name]) if name in fresh else SQL.identifier(name)
                    for name in columns
                ),
                SQL.identifier(table),
                SQL.identifier(column),
                value,
            )
        )

    def _columns(self, model_name):
        if model_name not in self.columns:
            self.columns[model_name] = [
                name
                for name, field in self.env[model_name]._fields.items()
                if field.store and field.column_type and name != "id"
            ]
        return self.columns[model_name]
