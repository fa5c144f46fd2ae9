from .import_common import ImportCommon


class TestImportQueries(ImportCommon):
    """Point 5: the number of queries does not grow with the rows."""

    def _queries(self, content, kind):
        record = self._upload(content, kind, valid_from="2026-01-01")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        record.action_import()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _rows(self, prefix, count, **values):
        return self._procedures(
            *(self._procedure_row(f"9.{prefix}{n:05d}", **values) for n in range(count))
        )

    def check_same(self, few, many):
        # Inserts and updates go in chunks of a hundred rows.
        self.assertLessEqual(many, few + 25)

    def test_import_of_new_procedures_and_papers(self):
        self._queries(self._rows(1, 2), "procedure")
        self.check_same(
            self._queries(self._rows(2, 20), "procedure"),
            self._queries(self._rows(3, 200), "procedure"),
        )
        papers = [
            self._components(
                *(
                    (f"9.{p}{n:05d}", str(k), f"Giấy {k}", "1", "0")
                    for n in range(count)
                    for k in (1, 2)
                )
            )
            for p, count in ((2, 20), (3, 200))
        ]
        self.check_same(*(self._queries(content, "component") for content in papers))

    def test_import_of_changes(self):
        for prefix, count in ((1, 2), (2, 20), (3, 200)):
            self._queries(self._rows(prefix, count), "procedure")
        change = {"time_limit_value": "3", "time_limit_unit": "day"}
        self._queries(self._rows(1, 2, **change), "procedure")
        self.check_same(
            self._queries(self._rows(2, 20, **change), "procedure"),
            self._queries(self._rows(3, 200, **change), "procedure"),
        )
