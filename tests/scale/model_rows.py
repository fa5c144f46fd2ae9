"""Rows of a model by SQL, with what the ORM would have put into the other columns."""

from odoo.tools import SQL


def insert_rows(env, model_name, values, source, moment, **parameters):
    """Insert rows of a model: the named columns, and the model's own defaults.

    :param values: dict of column → SQL text
    :param source: SQL text after the list of columns, from FROM on
    :param moment: when the rows say that they were made, naive UTC, unless named
    :param parameters: values of ``%(name)s`` in both
    """
    model = env[model_name]
    others = _other_values(model, values)
    stamp = SQL("%s::timestamp", moment)
    log = {
        "create_uid": SQL("1"),
        "write_uid": SQL("1"),
        "create_date": stamp,
        "write_date": stamp,
    }
    terms = {
        **(log if model._log_access else {}),
        **{name: SQL("%s", value) for name, value in others.items()},
        **{name: SQL(text, **parameters) for name, text in values.items()},
    }
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s %s",
            SQL.identifier(model._table),
            SQL(", ").join(map(SQL.identifier, terms)),
            SQL(", ").join(terms.values()),
            SQL(source, **parameters),
        )
    )


def _other_values(model, known):
    plain = ("boolean", "char", "float", "integer", "selection", "text")
    names = [
        name
        for name, field in model._fields.items()
        if field.store
        and field.column_type
        and field.type in plain
        and name not in known
    ]
    defaults = model.default_get(names)
    return {
        name: defaults.get(name, False)
        for name in names
        if model._fields[name].type == "boolean"
        or defaults.get(name) not in (None, False)
    }
