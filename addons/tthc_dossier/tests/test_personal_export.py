import json

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_base.tools.identity_mask import mask

from .common import THURSDAY, DossierCase, DossierData

PLAIN = ["code", "state", "due", "agency_id"]


class TestPersonalExport(DossierCase):
    """Point 10: personal data leave the system by a right of its own, on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.receive()

    def _pending_logs(self):
        self.env.cr.precommit.run()
        return self.env["tthc.export.log"].search([("model", "like", "tthc.")])

    def test_a_list_without_personal_data_goes_to_excel(self):
        for role in ("clerk", "specialist", "manager", "inspector"):
            with self.subTest(role=role):
                dossier = self.dossier.with_user(getattr(self, role))
                rows = dossier.export_data(PLAIN)["datas"]
                self.assertEqual(rows[0][0], self.dossier.code)
        self.assertFalse(self._pending_logs())

    def test_personal_data_need_the_right(self):
        for role in ("clerk", "leader", "manager", "inspector"):
            for name in ("owner_name", "owner_identity", "submitter_phone", "note"):
                with self.subTest(role=role, field=name):
                    dossier = self.dossier.with_user(getattr(self, role))
                    with self.assertRaises(AccessError):
                        dossier.export_data(["code", name])
        self.assertFalse(self._pending_logs())

    def test_a_link_is_no_way_round(self):
        steps = self.dossier.step_ids.with_user(self.manager)
        self.assertTrue(steps)
        with self.assertRaises(AccessError):
            steps.export_data(["name", "dossier_id/owner_name"])
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.manager).export_data(["owner_id"])

    def test_every_field_about_a_person_is_covered(self):
        persons = {
            name
            for name in self.dossier._fields
            if "owner" in name or "submitter" in name or "proxy" in name
        }
        self.assertEqual(persons - self.dossier._personal_fields(), set())
        self.assertIn("owner_identity", persons)

    def test_the_right_lets_it_pass_and_logs_once(self):
        self.manager.group_ids += self.env.ref("tthc_base.group_personal_export")
        dossiers = (self.dossier | self.receive()).with_user(self.manager)
        with frozen(THURSDAY):
            dossiers.export_data(["code", "owner_name", "owner_phone"])
            log = self._pending_logs()
        self.assertEqual(len(log), 1)
        self.assertEqual(log.user_id, self.manager)
        self.assertEqual(log.date, THURSDAY)
        self.assertEqual(log.model, "tthc.dossier")
        self.assertEqual(log.field_names, ["owner_name", "owner_phone"])
        self.assertEqual(log.record_ids, sorted(dossiers.ids))
        self.assertEqual(log.record_count, 2)

    def test_what_was_exported_through_a_link_is_logged_too(self):
        self.manager.group_ids += self.env.ref("tthc_base.group_personal_export")
        steps = self.dossier.step_ids.with_user(self.manager)
        steps.export_data(["name", "dossier_id/owner_name"])
        log = self._pending_logs()
        self.assertEqual(log.model, "tthc.dossier")
        self.assertEqual(log.record_ids, self.dossier.ids)

    def test_log_can_not_be_changed(self):
        log = self.env["tthc.export.log"].create(
            {
                "date": THURSDAY,
                "user_id": self.manager.id,
                "model": "tthc.dossier",
                "field_names": ["owner_name"],
                "record_ids": [1],
                "record_count": 1,
            }
        )
        for change in (lambda: log.write({"record_count": 0}), log.unlink):
            with self.assertRaises(UserError):
                change()

    def test_lists_show_the_end_of_a_number_only(self):
        self.assertEqual(self.dossier.owner_identity_masked, "••••••••1234")
        self.assertEqual(mask("1234"), "••••")
        self.assertEqual(mask(False), "")
        views = self.env["ir.ui.view"].search(
            [
                ("model", "in", ("tthc.dossier", "tthc.dossier.step")),
                ("type", "in", ("list", "kanban", "calendar", "pivot", "graph")),
            ]
        )
        self.assertTrue(views)
        for view in views:
            with self.subTest(view=view.name):
                arch = html.fromstring(view.arch)
                self.assertFalse(arch.xpath("//field[@name='owner_identity']"))
                self.assertFalse(arch.xpath("//field[@name='submitter_identity']"))

    def test_counter_offers_masked_numbers_by_phone(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        (match,) = desk.find_by_phone("0912345678")
        self.assertEqual(match["identity_masked"], "••••••••1234")


@tagged("-at_install", "post_install")
class TestPersonalExportByHttp(DossierData, HttpCase):
    """The same through the file that the browser asks for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.dossier = cls.receive()

    def _export(self, *names):
        self.authenticate("tthc_manager", "tthc_manager")
        columns = [{"name": name, "label": name, "type": "char"} for name in names]
        data = {
            "model": "tthc.dossier",
            "fields": columns,
            "ids": self.dossier.ids,
            "domain": [],
            "groupby": [],
            "import_compat": False,
            "context": {},
        }
        return self.url_open(
            "/web/export/csv",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )

    def test_file_without_personal_data(self):
        answer = self._export("code", "state")
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.dossier.code, answer.text)

    def test_file_with_personal_data_is_refused_then_logged(self):
        with self.assertLogs("odoo.addons.web.controllers.export", "ERROR"):
            refused = self._export("code", "owner_name")
        self.assertNotEqual(refused.status_code, 200)
        self.assertNotIn("Nguyễn", refused.text)
        self.manager.group_ids += self.env.ref("tthc_base.group_personal_export")
        answer = self._export("code", "owner_name")
        self.assertIn("Nguyễn Văn Đức", answer.text)
        logs = self.env["tthc.export.log"].search([("user_id", "=", self.manager.id)])
        self.assertEqual(logs.record_ids, self.dossier.ids)
