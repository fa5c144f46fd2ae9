import json
from base64 import b64decode

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase, DossierData
from .scan_common import pdf_bytes, picture_bytes


class TestScan(DossierCase):
    """Files of papers: taken once, logged, readable with their dossier only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.receive()
        cls.paper = cls.dossier.component_ids[0].with_user(cls.clerk)

    def _attach(self, *files, paper=None):
        with frozen(THURSDAY):
            return (paper or self.paper)._attach(list(files))

    def test_clerk_brings_several_files_at_once(self):
        answer = self._attach(("a.jpg", picture_bytes()), ("b.pdf", pdf_bytes(2)))
        self.assertEqual(answer, {"taken": 2, "messages": []})
        self.assertRecordValues(
            self.paper.scan_ids,
            [
                {
                    "file_name": "a.jpg",
                    "file_kind": "jpeg",
                    "page_count": 1,
                    "scanned_by_id": self.clerk.id,
                    "scanned_at": THURSDAY,
                    "origin": "scan",
                },
                {
                    "file_name": "b.pdf",
                    "file_kind": "pdf",
                    "page_count": 2,
                    "scanned_by_id": self.clerk.id,
                    "scanned_at": THURSDAY,
                    "origin": "scan",
                },
            ],
        )
        self.assertEqual(self.paper.page_count, 3)
        self.assertTrue(self.paper._joined_scans().startswith(b"%PDF"))

    def test_one_bad_file_keeps_no_good_one_back(self):
        answer = self._attach(("x.pdf", b"MZ program"), ("b.pdf", pdf_bytes()))
        self.assertEqual(answer["taken"], 1)
        self.assertIn("x.pdf", answer["messages"][0])

    def test_same_file_twice_is_said_and_not_doubled(self):
        content = picture_bytes()
        self._attach(("a.jpg", content))
        before = self.dossier.event_count
        answer = self._attach(("other name.jpg", content))
        self.assertEqual(answer["taken"], 0)
        self.assertIn("other name.jpg", answer["messages"][0])
        self.assertEqual(len(self.paper.scan_ids), 1)
        self.assertEqual(self.dossier.event_count, before)
        both = self._attach(
            ("1.pdf", pdf_bytes()), ("2.pdf", pdf_bytes()), paper=self._second()
        )
        self.assertEqual(both["taken"], 1)

    def _second(self):
        return self.dossier.component_ids[1].with_user(self.clerk)

    def test_same_file_may_belong_to_two_papers(self):
        self._attach(("a.pdf", pdf_bytes()))
        self.assertEqual(
            self._attach(("a.pdf", pdf_bytes()), paper=self._second())["taken"], 1
        )

    def test_cleaned_pdf_is_said(self):
        answer = self._attach(("a.pdf", pdf_bytes(script=True)))
        self.assertEqual(answer["taken"], 1)
        self.assertIn("script", answer["messages"][0])

    def test_log_keeps_the_hash_and_no_name(self):
        self._attach(("Nguyễn Văn Đức.jpg", picture_bytes()))
        event = self.dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "scan")
        files = json.loads(event.payload)["files"]
        self.assertEqual(files[0]["sha256"], self.paper.scan_ids.sha256)
        self.assertNotIn("Nguyễn", event.payload)
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(self.dossier))

    def test_wrong_file_goes_and_the_log_keeps_that_it_was_there(self):
        self._attach(("a.pdf", pdf_bytes()))
        scan = self.paper.scan_ids
        kept = scan.sha256
        self.paper.action_remove_scan(scan.id)
        self.assertFalse(self.paper.scan_ids)
        event = self.dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "unscan")
        self.assertIn(kept, event.payload)
        with self.assertRaises(UserError):
            self.paper.action_remove_scan(scan.id)

    def test_original_picture_is_kept_where_the_center_says_so(self):
        content = picture_bytes()
        self._attach(("a.jpg", content))
        self.assertFalse(self.paper.scan_ids.original)
        self.center.scan_keep_original = True
        self._attach(("b.jpg", content), paper=self._second())
        self.assertEqual(b64decode(self._second().scan_ids.original), content)

    def test_limits_are_the_centers(self):
        self.center.scan_max_pages = 1
        answer = self._attach(("a.pdf", pdf_bytes(2)))
        self.assertEqual(answer["taken"], 0)

    def test_only_the_centers_reception_brings_and_removes(self):
        self._attach(("a.pdf", pdf_bytes()))
        scan = self.paper.scan_ids
        for role in ("specialist", "leader", "manager", "inspector", "courier"):
            paper = self.paper.with_user(getattr(self, role))
            with self.subTest(role=role), self.assertRaises(AccessError):
                paper._attach([("b.pdf", pdf_bytes(2))])
            with self.subTest(role=role), self.assertRaises(AccessError):
                paper.action_remove_scan(scan.id)
        with self.assertRaises(AccessError):
            self.paper.with_user(self.other_clerk)._attach([("b.pdf", pdf_bytes(2))])

    def test_nobody_writes_a_scan_by_hand(self):
        self._attach(("a.pdf", pdf_bytes()))
        scan = self.paper.scan_ids
        values = {"component_id": self.paper.id, "file": b"eA==", "sha256": "0"}
        for role in ("clerk", "specialist", "manager", "inspector"):
            own = scan.with_user(getattr(self, role))
            for call in (
                own.unlink,
                lambda own=own: own.write({"file": b"eA=="}),
                lambda own=own: own.create(values),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()

    def test_scans_are_seen_with_their_dossier_only(self):
        self._attach(("a.pdf", pdf_bytes()))
        domain = [("id", "=", self.paper.scan_ids.id)]
        scans = self.env["tthc.dossier.scan"]
        for role in ("clerk", "specialist", "leader", "manager", "inspector"):
            with self.subTest(role=role):
                self.assertTrue(scans.with_user(getattr(self, role)).search(domain))
        for role in ("other_clerk", "other_specialist"):
            with self.subTest(role=role):
                self.assertFalse(scans.with_user(getattr(self, role)).search(domain))
        for role in ("courier", "editor", "hr", "reporter"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                scans.with_user(getattr(self, role)).search(domain)

    def test_board_takes_as_many_queries_for_many_papers(self):
        version = self.make_version(self.env, "1.999070", "Nhiều giấy tờ", 30)
        many = self.receive(version=version)
        counts = []
        for dossier in (self.dossier, many):
            for paper in dossier.component_ids:
                self._attach(("a.pdf", pdf_bytes()), paper=paper.with_user(self.clerk))
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            board = dossier.with_user(self.clerk).paper_board()
            counts.append(self.env.cr.sql_log_count - start)
            self.assertTrue(all(row["scans"] for row in board["papers"]))
        self.assertLessEqual(counts[1], counts[0] + 2)


@tagged("post_install", "-at_install")
class TestScanRoutes(DossierData, HttpCase):
    """What comes and goes over the line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.dossier = cls.receive()
        cls.paper = cls.dossier.component_ids[0]

    def _upload(self, role, content):
        self._login(role)
        return self.url_open(
            f"/tthc/papers/{self.paper.id}/scans",
            data={"csrf_token": Request.csrf_token(self)},
            files=[("files", ("a.pdf", content, "application/pdf"))],
        )

    def _login(self, role):
        login = getattr(self, role).login
        self.authenticate(login, login)

    def _addresses(self):
        scan = self.paper.scan_ids
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", scan._name),
                    ("res_id", "=", scan.id),
                    ("res_field", "=", "file"),
                ]
            )
        )
        self.assertEqual(len(attachment), 1)
        return (
            f"/tthc/papers/{self.paper.id}.pdf",
            f"/web/content/tthc.dossier.scan/{scan.id}/file",
            f"/web/content/{attachment.id}",
            f"/web/image/tthc.dossier.scan/{scan.id}/thumbnail",
        )

    def test_file_is_read_by_whoever_reads_the_dossier_and_nobody_else(self):
        paper = self.paper.with_user(self.clerk)
        paper._attach([("a.jpg", picture_bytes())])
        addresses = self._addresses()
        for role in ("clerk", "specialist", "inspector"):
            self._login(role)
            for address in addresses:
                with self.subTest(role=role, address=address):
                    answer = self.url_open(address)
                    self.assertEqual(answer.status_code, 200)
                    self.assertIn(
                        answer.headers["Content-Type"],
                        ("application/pdf", "image/jpeg"),
                    )
        for role in ("other_clerk", "other_specialist", "courier", "reporter"):
            self._login(role)
            for address in addresses[:3]:
                with self.subTest(role=role, address=address):
                    self.assertIn(self.url_open(address).status_code, (403, 404))
            with self.subTest(role=role, address=addresses[3]):
                self.assertNotEqual(
                    self.url_open(addresses[3]).headers["Content-Type"], "image/jpeg"
                )
        self.authenticate(None, None)
        for address in addresses[:3]:
            with self.subTest(address=address):
                answer = self.url_open(address, allow_redirects=False)
                self.assertNotEqual(answer.status_code, 200)

    def test_upload_needs_role_and_dossier(self):
        answer = self._upload("clerk", pdf_bytes())
        self.assertEqual(answer.json(), {"taken": 1, "messages": []})
        for role in ("specialist", "other_clerk", "courier"):
            with self.subTest(role=role):
                answer = self._upload(role, pdf_bytes(2))
                self.assertEqual(answer.status_code, 403)
                self.assertTrue(answer.json()["messages"])
        self.env.invalidate_all()
        self.assertEqual(len(self.paper.scan_ids), 1)

    def test_upload_without_the_sites_own_token_is_refused(self):
        self._login("clerk")
        answer = self.url_open(
            f"/tthc/papers/{self.paper.id}/scans",
            files=[("files", ("a.pdf", pdf_bytes(), "application/pdf"))],
        )
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.paper.scan_ids)
