import base64
import hashlib
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: Friday 21/8/2026 01:00 in Vietnam.
NIGHT = THURSDAY + 16 * HOUR
LOGGER = "odoo.addons.tthc_dossier.models.tthc_event_digest_sending"
FOLDER = "TTHC_DIGEST_FOLDER"


class TestEventDigest(DossierCase):
    """Design rule 6: a daily digest of the logs' heads leaves the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digests = cls.env["tthc.event.digest"]
        cls.admin = new_test_user(
            cls.env, "tthc_digest_admin", groups="tthc_base.group_admin"
        )
        cls.env.company.email = "motcua@example.org"
        cls.startClassPatcher(patch.dict(os.environ, {FOLDER: ""}))

    def _night(self, moment=NIGHT):
        """The job at a moment; what it took."""
        last = self.digests.search([], limit=1)
        with (
            frozen(moment),
            patch.object(type(self.env["ir.cron"]), "_commit_progress"),
        ):
            self.digests._cron_digest()
        return self.digests.search([("number", ">", last.number)])

    def _file(self, digest):
        return base64.b64decode(digest.content)

    def _check(self, content, **values):
        check = (
            self.env["tthc.event.digest.check"]
            .with_user(self.inspector)
            .create({"file": base64.b64encode(content), **values})
        )
        check.action_check()
        return check

    def _faults(self, content):
        """Faults by dossier that the inspector is shown for a file of outside."""
        lines = self._check(content).line_ids
        return {line.code: line.fault for line in lines}

    def _as_owner_of_the_database(self, *queries):
        self.env.flush_all()
        for table in ("tthc_dossier_event", "tthc_event_digest"):
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s DISABLE TRIGGER tthc_no_change",
                    SQL.identifier(table),
                )
            )
        for query in queries:
            self.env.cr.execute(query)
        for table in ("tthc_dossier_event", "tthc_event_digest"):
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ENABLE TRIGGER tthc_no_change",
                    SQL.identifier(table),
                )
            )
        self.env.invalidate_all()

    def _rewrite_tail(self, dossier):
        """Change the last entry, and all hashes that would betray it."""
        real = SQL(
            "encode(sha256(convert_to(previous_hash || payload, 'UTF8')), 'hex')"
        )
        self._as_owner_of_the_database(
            SQL(
                "UPDATE tthc_dossier_event SET payload = replace(payload, 'granted',"
                " 'refused') WHERE dossier_id = %s AND seq = 4",
                dossier.id,
            ),
            SQL(
                "UPDATE tthc_dossier_event SET hash = %s"
                " WHERE dossier_id = %s AND seq = 4",
                real,
                dossier.id,
            ),
            SQL(
                "UPDATE tthc_dossier d SET event_head = e.hash"
                " FROM tthc_dossier_event e"
                " WHERE e.dossier_id = d.id AND e.seq = 4 AND d.id = %s",
                dossier.id,
            ),
        )

    # -- what is taken ------------------------------------------------------------

    def test_file_lists_the_heads_and_its_hash_is_that_of_its_bytes(self):
        dossier = self.resolved()
        digest = self._night()
        content = self._file(digest)
        self.assertEqual(digest.hash, hashlib.sha256(content).hexdigest())
        line = f"{dossier.id}\t{dossier.code}\t4\t{dossier.event_head}\n"
        self.assertIn(line, content.decode())
        self.assertNotIn(dossier.owner_name, content.decode())
        self.assertEqual(
            digest.hash_groups.split(),
            [digest.hash[start : start + 4] for start in range(0, 64, 4)],
        )

    def test_each_file_names_the_one_before(self):
        self.resolved()
        first = self._night()
        second = self._night(NIGHT + DAY)
        self.assertEqual(second.previous_hash, first.hash)
        self.assertIn(f"previous\t{first.hash}\n", self._file(second).decode())

    def test_only_what_changed_is_in_the_next_one(self):
        old = self.resolved()
        self._night()
        new = self.receive(THURSDAY + DAY)
        digest = self._night(NIGHT + DAY)
        content = self._file(digest).decode()
        self.assertIn(new.code, content)
        self.assertNotIn(old.code, content)
        self.assertEqual(digest.dossier_count, 1)

    def test_same_facts_give_the_same_bytes(self):
        self.resolved()
        args = (self.digests, NIGHT, NIGHT.date())
        self.assertEqual(
            self.digests._digest_values(*args), self.digests._digest_values(*args)
        )

    def test_entry_that_was_not_committed_yet_comes_with_the_next_one(self):
        self.receive(NIGHT - HOUR)
        first = self._night()
        self.assertLess(first.event_safe, first.event_upto)
        second = self._night(NIGHT + DAY)
        self.assertEqual(second.dossier_count, 1)
        self.assertFalse(self._night(NIGHT + 2 * DAY).dossier_count)

    def test_more_than_one_file_holds_is_told_in_several(self):
        dossiers = [self.resolved(), self.resolved(), self.resolved()]
        self._night()
        self.patch(type(self.digests), "_batch", 5)
        dossiers += [self.resolved(THURSDAY + DAY) for _number in range(2)]
        taken = self._night(NIGHT + DAY)
        self.assertEqual(taken.mapped("is_complete"), [True, False])
        told = "".join(self._file(digest).decode() for digest in taken)
        for dossier in dossiers[3:]:
            self.assertIn(dossier.event_head, told)

    def test_digest_is_appended_and_never_changed(self):
        self.resolved()
        digest = self._night()
        for user in (self.inspector, self.admin, self.env.user):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    digest.with_user(user).write({"hash": "0"})
                with self.assertRaises(AccessError):
                    digest.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    digest.with_user(user).create({"number": 9})

    # -- once a day ---------------------------------------------------------------

    def test_job_takes_one_a_day_and_covers_the_nights_that_it_missed(self):
        self.resolved()
        self.assertEqual(len(self._night()), 1)
        for hour in (1, 8, 20):
            self.assertFalse(self._night(NIGHT + hour * HOUR))
        late = [self.receive(THURSDAY + DAY), self.receive(THURSDAY + 2 * DAY)]
        digest = self._night(NIGHT + 5 * DAY)
        self.assertEqual(len(digest), 1)
        for dossier in late:
            self.assertIn(dossier.code, self._file(digest).decode())

    def test_day_without_a_change_has_a_digest_too(self):
        self._night()
        digest = self._night(NIGHT + DAY)
        self.assertEqual((len(digest), digest.dossier_count), (1, 0))

    # -- it leaves ----------------------------------------------------------------

    def _receiver(self, email="thanhtra@example.org"):
        return self.env["tthc.event.digest.receiver"].create(
            {"name": "Thanh tra tỉnh", "email": email}
        )

    def test_nothing_leaves_by_default_and_the_list_says_so(self):
        self.resolved()
        digest = self._night()
        self.assertFalse(digest.copy_ids)
        self.assertEqual(digest.whereabouts, "inside")
        ways = self.digests.with_user(self.inspector).ways_out()
        self.assertEqual(ways, {"mailboxes": 0, "folder": ""})

    def test_mail_goes_to_each_mailbox_with_the_file(self):
        self._receiver()
        sent = []
        servers = self.env["ir.mail_server"]
        self.patch(
            type(servers), "send_email", lambda _self, mail, **_kw: sent.append(mail)
        )
        digest = self._night()
        self._night(NIGHT + HOUR)
        (mail,) = sent
        self.assertEqual(mail["To"], "thanhtra@example.org")
        self.assertIn(digest.hash_groups.split("\n")[0], mail.get_body().get_content())
        (file,) = mail.iter_attachments()
        self.assertEqual(file.get_content(), self._file(digest))
        self.assertEqual(digest.whereabouts, "outside")

    def test_file_goes_to_the_folder_and_never_replaces_another(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            patch.dict(os.environ, {FOLDER: folder}),
        ):
            digest = self._night()
            path = Path(folder) / digest.file_name
            self.assertEqual(path.read_bytes(), self._file(digest))
            self.assertEqual(digest.whereabouts, "outside")
            path.write_bytes(b"something else")
            with self.assertRaisesRegex(UserError, digest.file_name):
                digest._send_by_folder(folder)
            self.assertEqual(path.read_bytes(), b"something else")

    def test_failure_is_told_to_the_administrators_and_tried_again(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            patch.dict(os.environ, {FOLDER: f"{folder}/missing"}),
        ):
            with mute_logger(LOGGER):
                digest = self._night()
            self.assertEqual(digest.whereabouts, "failed")
            self.assertIn(self.admin, digest.activity_ids.user_id)
            self.assertIn("missing", digest.copy_ids.error)
            count = len(digest.activity_ids)
            with mute_logger(LOGGER):
                self._night(NIGHT + HOUR)
            self.assertEqual(digest.copy_ids.attempts, 2)
            self.assertEqual(len(digest.activity_ids), count)
            (Path(folder) / "missing").mkdir()
            self._night(NIGHT + 2 * HOUR)
        self.assertEqual(digest.whereabouts, "outside")
        self.assertFalse(digest.activity_ids)

    def test_one_mailbox_that_fails_keeps_no_other_back(self):
        good, bad = self._receiver("b@example.org"), self._receiver("a@example.org")

        def send(_self, mail, **_kw):
            if mail["To"] == bad.email:
                raise OSError("no route")

        self.patch(type(self.env["ir.mail_server"]), "send_email", send)
        with mute_logger(LOGGER):
            copies = self._night().copy_ids
        states = {copy.target: copy.state for copy in copies}
        self.assertEqual(states, {good.email: "sent", bad.email: "failed"})

    def test_mail_without_a_sender_fails_with_what_to_do(self):
        self.env.company.email = False
        self.patch(
            type(self.env["ir.mail_server"]), "_get_default_from_address", lambda _s: ""
        )
        self._receiver()
        with mute_logger(LOGGER):
            digest = self._night()
        self.assertEqual(digest.copy_ids.state, "failed")
        self.assertTrue(digest.copy_ids.error)
        self.assertNotIn("(", digest.copy_ids.error)

    def test_mailbox_is_an_address(self):
        with self.assertRaises(ValidationError):
            self._receiver("thanh tra")

    def test_download_and_paper_are_noted(self):
        digest = self._night().with_user(self.inspector)
        digest.action_download()
        self.assertEqual(digest.copy_ids.way, "download")
        report = self.env.ref("tthc_dossier.action_report_event_digest")
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.inspector)
            ._render_tthc_pdf(report, digest.ids)
        )
        self.assertEqual((content[:4], kind), (b"%PDF", "pdf"))
        digest._tthc_after_print(report.tthc_form_id, 1)
        self.assertEqual(set(digest.copy_ids.mapped("way")), {"download", "paper"})
        self.assertEqual(digest.whereabouts, "outside")

    # -- the outside file wins -----------------------------------------------------

    def test_untouched_logs_agree_later_on_too(self):
        dossier = self.resolved()
        content = self._file(self._night())
        dossier.with_user(self.clerk).action_give_back(proof="receipt", means="phone")
        check = self._check(content)
        self.assertEqual(check.verdict, "good")
        self.assertFalse(check.line_ids)

    def test_altered_row_is_found(self):
        dossier = self.resolved()
        content = self._file(self._night())
        self._as_owner_of_the_database(
            SQL(
                "UPDATE tthc_dossier_event SET payload = replace(payload, 'transfer',"
                " 'resolve') WHERE dossier_id = %s AND seq = 2",
                dossier.id,
            )
        )
        self.assertEqual(self._faults(content), {dossier.code: "broken"})

    def test_altered_row_with_rewritten_hashes_and_head_is_found(self):
        dossier, untouched = self.resolved(), self.resolved()
        content = self._file(self._night())
        self._rewrite_tail(dossier)
        both = dossier | untouched
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(both))
        self.assertEqual(self._faults(content), {dossier.code: "rewritten"})

    def test_digest_rewritten_in_the_database_is_found_by_the_file_outside(self):
        dossier = self.resolved()
        digest = self._night()
        content = self._file(digest)
        self._rewrite_tail(dossier)
        forged = content.replace(
            self._head_in(content, dossier), dossier.event_head.encode()
        )
        self._as_owner_of_the_database(
            SQL(
                "UPDATE tthc_event_digest SET hash = %s WHERE id = %s",
                hashlib.sha256(forged).hexdigest(),
                digest.id,
            )
        )
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", digest._name),
                ("res_id", "=", digest.id),
                ("res_field", "=", "content"),
            ]
        )
        attachment.raw = forged
        self.env.invalidate_all()
        inside = self.env["tthc.event.digest.check"].create({"digest_id": digest.id})
        inside.action_check()
        self.assertEqual(inside.verdict, "good", "the forgery is a good one")
        check = self._check(content)
        self.assertEqual(check.verdict, "bad")
        self.assertEqual(check.line_ids.fault, "rewritten")

    def _head_in(self, content, dossier):
        prefix = f"{dossier.id}\t{dossier.code}\t".encode()
        (line,) = [row for row in content.splitlines() if row.startswith(prefix)]
        return line.split(b"\t")[3]

    def test_cut_tail_is_found_though_the_count_was_changed(self):
        dossier = self.resolved()
        content = self._file(self._night())
        self._as_owner_of_the_database(
            SQL(
                "DELETE FROM tthc_dossier_event WHERE dossier_id = %s AND seq = 4",
                dossier.id,
            ),
            SQL(
                "UPDATE tthc_dossier d SET event_count = 3, event_head = e.hash"
                " FROM tthc_dossier_event e WHERE e.dossier_id = d.id AND e.seq = 3"
                " AND d.id = %s",
                dossier.id,
            ),
        )
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(dossier))
        self.assertEqual(self._faults(content), {dossier.code: "cut"})

    def test_changed_count_changed_code_and_removed_dossier_are_found(self):
        counted, coded, gone = self.resolved(), self.resolved(), self.resolved()
        codes = [dossier.code for dossier in (counted, coded, gone)]
        content = self._file(self._night())
        self._as_owner_of_the_database(
            SQL("UPDATE tthc_dossier SET event_count = 9 WHERE id = %s", counted.id),
            SQL("UPDATE tthc_dossier SET code = 'X' WHERE id = %s", coded.id),
            SQL("DELETE FROM tthc_dossier_event WHERE dossier_id = %s", gone.id),
            SQL("DELETE FROM tthc_dossier_step WHERE dossier_id = %s", gone.id),
            SQL("DELETE FROM tthc_dossier_fee WHERE dossier_id = %s", gone.id),
            SQL("DELETE FROM tthc_dossier WHERE id = %s", gone.id),
        )
        faults = self._faults(content)
        self.assertEqual(
            faults, dict(zip(codes, ("head", "code", "gone"), strict=True))
        )

    def test_digest_that_was_taken_out_of_the_database_is_missed(self):
        digest = self._night()
        content = self._file(digest)
        self._as_owner_of_the_database(
            SQL("DELETE FROM tthc_event_digest WHERE id = %s", digest.id)
        )
        self.assertEqual(self._check(content).verdict, "bad")

    def test_file_is_checked_by_the_paper(self):
        content = self._file(self._night())
        paper = hashlib.sha256(content).hexdigest().upper()
        spaced = " ".join(paper[start : start + 4] for start in range(0, 64, 4))
        self.assertEqual(self._check(content, paper_hash=spaced).verdict, "good")
        self.assertEqual(self._check(content, paper_hash="00" + paper).verdict, "bad")

    def test_what_is_no_digest_is_refused(self):
        content = self._file(self._night())
        for wrong in (b"", b"\xff\xfe", b"a\tb\n", content + b"1\tX\t1\tabc\n"):
            with self.subTest(wrong=wrong[:20]), self.assertRaises(UserError):
                self._check(wrong or b" ")

    # -- rights, scale -------------------------------------------------------------

    def test_only_inspector_and_administrator_see_the_digests(self):
        digest = self._night()
        for user in (self.inspector, self.admin):
            self.assertTrue(digest.with_user(user).read(["hash"]))
        for role in ("clerk", "specialist", "leader", "manager", "courier", "editor"):
            user = getattr(self, role)
            for model in (
                "tthc.event.digest",
                "tthc.event.digest.copy",
                "tthc.event.digest.receiver",
            ):
                with self.subTest(role=role, model=model):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).search([])
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.digests.with_user(user).ways_out()
            with self.subTest(role=role), self.assertRaises(AccessError):
                digest.with_user(user).action_download()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["tthc.event.digest.check"].with_user(user).create({})

    def test_inspector_sends_nothing_and_names_no_mailbox(self):
        digest = self._night()
        with self.assertRaises(AccessError):
            digest.with_user(self.inspector).action_send()
        with self.assertRaises(AccessError):
            self.env["tthc.event.digest.receiver"].with_user(self.inspector).create(
                {"name": "Mình", "email": "x@example.org"}
            )

    def test_administrator_sends_to_a_mailbox_named_afterwards(self):
        digest = self._night()
        with self.assertRaises(UserError):
            digest.with_user(self.admin).action_send()
        self._receiver()
        digest.with_user(self.admin).action_send()
        self.assertEqual(digest.whereabouts, "outside")

    def test_queries_do_not_grow_with_the_dossiers(self):
        counts = []
        for night, more in enumerate((2, 8)):
            for _number in range(more):
                self.receive(THURSDAY + night * DAY)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            digest = self._night(NIGHT + night * DAY)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
            self.assertEqual(digest.dossier_count, more)
        self.assertLessEqual(counts[1], counts[0] + 2)
