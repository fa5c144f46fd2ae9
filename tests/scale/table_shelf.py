"""Puts indexes and foreign keys of tables away while they are filled.

Made anew afterwards they check every row: what they would have refused before, they
refuse then. Primary keys, other constraints and triggers stay in force all the time.
"""

from odoo.tools import SQL


def shelve(cr, tables):
    """Drop the foreign keys and indexes of tables.

    :param tables: names of tables
    :return: list of statements that make them anew
    """
    cr.execute(
        SQL(
            """
            SELECT r.relname, c.conname,
                   format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', r.relname,
                          c.conname, pg_get_constraintdef(c.oid))
              FROM pg_constraint c
              JOIN pg_class r ON r.oid = c.conrelid
             WHERE c.contype = 'f' AND r.relname = ANY(%s)
             ORDER BY 1, 2
            """,
            list(tables),
        )
    )
    statements = []
    for table, name, definition in cr.fetchall():
        cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(name),
            )
        )
        statements.append(definition)
    cr.execute(
        SQL(
            """
            SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid),
                   format('COMMENT ON INDEX %%I IS %%L', x.relname,
                          obj_description(x.oid, 'pg_class'))
              FROM pg_index i
              JOIN pg_class r ON r.oid = i.indrelid
              JOIN pg_class x ON x.oid = i.indexrelid
             WHERE r.relname = ANY(%s)
               AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = x.oid
                                  AND conrelid = r.oid)
             ORDER BY 1
            """,
            list(tables),
        )
    )
    indexes = cr.fetchall()
    for name, _definition, _comment in indexes:
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    # Odoo keeps the definition of an index as its comment, to see whether it changed.
    comments = [comment for _name, _definition, comment in indexes]
    return [row[1] for row in indexes] + comments + statements


def restore(cr, statements, done=lambda: None):
    """Make anew what :func:`shelve` dropped.

    :param done: called after each statement, for instance to commit
    """
    for statement in statements:
        cr.execute(SQL("SET LOCAL maintenance_work_mem = '512MB'"))
        cr.execute(SQL(statement.replace("%", "%%")))
        done()


def vacuum(cr, tables):
    """Tell the planner what is in tables, as autovacuum does in a real center.

    Outside of a transaction: what was done before is committed.

    :param tables: names of tables
    """
    cr._cnx.autocommit = True
    try:
        for table in tables:
            cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
    finally:
        cr._cnx.autocommit = False
