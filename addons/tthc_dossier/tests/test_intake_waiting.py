from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)


class TestIntakeWaiting(DossierCase):
    """What comes online or by post waits in line until a counter takes it up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.env["tthc.intake.desk"].with_user(cls.clerk)

    def _submit(self, moment=THURSDAY, **values):
        with frozen(moment):
            answer = self.desk.submit(self.intake(channel="post", **values))
        return self.env["tthc.dossier"].browse(answer["id"])

    def test_nothing_is_received_while_it_waits(self):
        dossier = self._submit()
        self.assertEqual(dossier.state, "submitted")
        self.assertFalse(dossier.code or dossier.due or dossier.register_number)
        self.assertEqual(dossier.event_ids.mapped("kind"), ["submit"])

    def test_most_urgent_first_and_late_is_said(self):
        later = self._submit(THURSDAY + HOUR, owner="Hai")
        first = self._submit(THURSDAY, owner="Một")
        with frozen(THURSDAY + 2 * HOUR):
            rows = self.desk.waiting()
        self.assertEqual([row["id"] for row in rows], [first.id, later.id])
        self.assertEqual([row["late"] for row in rows], [False, False])
        with frozen(first.intake_due + timedelta(minutes=1)):
            rows = self.desk.open_desk()["waiting"]
        self.assertEqual([row["late"] for row in rows], [True, False])

    def test_each_center_has_its_own_line(self):
        dossier = self._submit()
        other = self.desk.with_user(self.other_clerk)
        self.assertFalse(other.waiting())
        with self.assertRaises(AccessError):
            other.take_up(dossier.id)

    def test_taking_up_gives_back_what_was_told(self):
        submitter = {"name": "Lê Thị Nộp", "identity": "075190000111", "phone": ""}
        dossier = self._submit(
            submitter=submitter,
            authorised=True,
            authorisation="12/UQ",
            note="Gọi trước",
            result_channel="post",
        )
        told = self.desk.take_up(dossier.id)
        self.assertEqual(told["owner"]["name"], "Nguyễn Văn Đức")
        self.assertEqual(told["owner"]["address"], "12 Nguyễn Ái Quốc")
        self.assertEqual(told["submitter"]["name"], "Lê Thị Nộp")
        self.assertTrue(told["authorised"])
        self.assertEqual(told["authorisation"], "12/UQ")
        self.assertEqual((told["channel"], told["result_channel"]), ("post", "post"))
        self.assertEqual(told["note"], "Gọi trước")
        self.assertEqual(
            [paper["id"] for paper in told["papers"]], self.version.component_ids.ids
        )

    def test_the_same_dossier_is_received_guided_or_refused(self):
        lines = [{"name": "Giấy tờ khác"}]
        calls = {
            "received": lambda intake: self.desk.receive(intake),
            "intake_supplement": lambda intake: self.desk.guide(intake, "Thiếu", lines),
            "refused_intake": lambda intake: self.desk.refuse(intake, "Sai nơi"),
        }
        for state, call in calls.items():
            with self.subTest(state=state):
                dossier = self._submit()
                with frozen(THURSDAY + HOUR):
                    answer = call(self.intake(dossier_id=dossier.id))
                self.assertEqual((answer["id"], dossier.state), (dossier.id, state))

    def test_what_another_counter_has_taken_up_is_refused(self):
        dossier = self._submit()
        self.desk.receive(self.intake(dossier_id=dossier.id))
        with self.assertRaisesRegex(UserError, "dealt with"):
            self.desk.take_up(dossier.id)
        with self.assertRaisesRegex(UserError, "dealt with"):
            self.desk.receive(self.intake(dossier_id=dossier.id))

    def test_ids_that_mean_nothing_are_refused_in_words(self):
        for wrong in (None, False, "x", -1, 2**40, [1], {}):
            calls = (
                lambda wrong=wrong: self.desk.take_up(wrong),
                lambda wrong=wrong: self.desk.annul(wrong, "Nhầm"),
                lambda wrong=wrong: self.desk.open_procedure(wrong),
                lambda wrong=wrong: self.desk.preview(wrong),
                lambda wrong=wrong: self.desk.pin(wrong, True),
                lambda wrong=wrong: self.desk.open_dossiers("075088001234", wrong),
                lambda wrong=wrong: self.desk.guided("075088001234", wrong),
            )
            for number, call in enumerate(calls):
                with self.subTest(wrong=wrong, call=number):
                    with self.assertRaises(UserError):
                        call()

    def test_only_reception_officers_see_who_waits(self):
        dossier = self._submit()
        for role in ("specialist", "leader", "manager", "inspector", "courier"):
            desk = self.desk.with_user(getattr(self, role))
            for call in (desk.waiting, lambda d=desk: d.take_up(dossier.id)):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()

    def test_originals_that_go_back_are_asked_for_at_the_end(self):
        first, *others = self.version.component_ids
        papers = [
            {"id": first.id, "copy": 1, "to_give_back": True},
            *({"id": paper.id, "original": 1} for paper in others),
        ]
        dossier = self._submit(components=papers)
        told = self.desk.take_up(dossier.id)
        self.assertEqual(
            [paper["to_give_back"] for paper in told["papers"]], [True, False, False]
        )
        self.desk.receive(self.intake(dossier_id=dossier.id, components=papers))
        self.assertEqual(dossier._kept_originals().component_id, first)
