from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import CatalogCommon

#: Every model of a part that may belong to one case, with what it needs.
CASE_PARTS = {
    "tthc.procedure.channel": {"channel": "online"},
    "tthc.procedure.component": {"name": "Đơn đề nghị"},
    "tthc.fee.exemption": {"name": "Người khuyết tật"},
    "tthc.procedure.fee": {"name": "Lệ phí", "amount": 50000},
}


class TestParts(CatalogCommon):
    """Point 2: the constituent parts (Decree 63/2010 Art 8.2)."""

    def _part(self, model, version, **values):
        return self.env[model].create({"version_id": version.id, **values})

    def test_nine_subjects_of_the_national_portal(self):
        names = self.env["tthc.procedure.subject"].search([]).mapped("name")
        self.assertEqual(len(names), 9)
        self.assertEqual(names[0], "Công dân Việt Nam")
        self.assertEqual(names[-1], "Hợp tác xã")

    def test_amendment_copies_every_part(self):
        version = self._new_version(
            subject_ids=[Command.set(self.env["tthc.procedure.subject"].search([]).ids)]
        )
        self._part("tthc.procedure.result", version, name="Giấy phép", code="KQ.1")
        self._part("tthc.procedure.legal.basis", version, name="Luật", code="1/QH")
        self._part("tthc.fee.exemption", version, name="Trẻ em", reduction=50)
        copied = version.copy()
        self.assertEqual(copied.subject_ids, version.subject_ids)
        for name in ("result_ids", "legal_basis_ids", "exemption_ids"):
            with self.subTest(part=name):
                self.assertEqual(len(copied[name]), 1)
                self.assertNotEqual(copied[name], version[name])
                self.assertEqual(copied[name].name, version[name].name)

    def test_amendment_points_parts_of_a_case_at_the_copied_case(self):
        version = self._new_version()
        first, second = (
            self._part("tthc.procedure.case", version, name=name)
            for name in ("Cấp mới", "Cấp lại")
        )
        for model, values in CASE_PARTS.items():
            self._part(model, version, case_id=second.id, **values)
            self._part(model, version, **values)
        copied = version.copy()
        self.assertNotIn(first, copied.case_ids)
        for parts in copied._parts_of_cases():
            with self.subTest(model=parts._name):
                self.assertEqual(parts.case_id, copied.case_ids[1])
                self.assertEqual(len(parts), 2)

    def test_number_of_queries_of_an_amendment_does_not_grow_with_its_papers(self):
        def count(papers):
            version = self._new_version(f"9.77{papers:04}")
            case = self._part("tthc.procedure.case", version, name="Cấp lại")
            self.env["tthc.procedure.component"].create(
                [
                    {"version_id": version.id, "case_id": case.id, "name": f"Giấy {n}"}
                    for n in range(papers)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            version.copy()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(60), count(3))

    @mute_logger("odoo.sql_db")
    def test_reduction_beyond_the_whole_fee_is_refused(self):
        version = self._new_version()
        with self.assertRaises(CheckViolation):
            self._part("tthc.fee.exemption", version, name="Ai đó", reduction=101)
            self.env.flush_all()

    def test_every_staff_member_reads_parts_and_only_editors_write_them(self):
        version = self._new_version()
        parts = [
            self._part("tthc.procedure.result", version, name="Giấy phép"),
            self._part("tthc.procedure.legal.basis", version, name="Luật"),
            self._part("tthc.fee.exemption", version, name="Trẻ em"),
        ]
        for part in parts:
            with self.subTest(model=part._name):
                clerk = part.with_user(self.users["reception"])
                self.assertTrue(clerk.name)
                with self.assertRaises(AccessError):
                    clerk.name = "Khác"
                part.with_user(self.users["editor"]).name = "Khác"
                self.assertEqual(part.name, "Khác")

    def test_clerk_can_not_change_the_list_of_subjects(self):
        subject = self.env.ref("tthc_catalog.subject_vietnamese")
        with self.assertRaises(AccessError):
            subject.with_user(self.users["reception"]).name = "Khác"


class TestSupplementRules(CatalogCommon):
    """Point 2: supplement policy and window (domain.md §2.6)."""

    def test_limit_after_the_supplement_must_be_stated(self):
        version = self._new_version(supplement_policy="exclude_then_new_limit")
        with self.assertRaisesRegex(UserError, "no limit after the supplement"):
            version.action_propose()
        version.write({"supplement_limit_value": 18})
        with self.assertRaisesRegex(UserError, "no limit after the supplement"):
            version.action_propose()
        version.write({"supplement_limit_unit": "working_day"})
        version.action_propose()
        self.assertEqual(version.state, "proposed")

    def test_limit_after_the_supplement_needs_its_policy(self):
        version = self._new_version(
            supplement_policy="restart",
            supplement_limit_value=5,
            supplement_limit_unit="working_day",
        )
        with self.assertRaisesRegex(UserError, "Not counted, then a limit of its own"):
            version.action_propose()

    def test_window_without_a_unit_is_refused(self):
        version = self._new_version(supplement_window_value=10)
        with self.assertRaisesRegex(UserError, "supplement window 10 has no unit"):
            version.action_propose()
        self.assertIn("has no unit", version.draft_reason)

    def test_window_without_an_end_is_only_a_warning(self):
        version = self._new_version(
            supplement_window_value=60, supplement_window_unit="day"
        )
        self.assertIn("after the supplement window", version.warning_text)
        version.action_propose()
        version.supplement_window_end = "close"
        self.assertFalse(version.warning_text)

    @mute_logger("odoo.sql_db")
    def test_window_can_not_be_negative(self):
        with self.assertRaises(CheckViolation):
            self._new_version(supplement_window_value=-1)
            self.env.flush_all()


class TestPostalMode(CatalogCommon):
    """Point 2: post receives, returns, both, or none with a reason."""

    def test_mode_follows_from_what_is_known(self):
        expected = {
            ("yes", "yes"): "both",
            ("yes", "no"): "receive",
            ("yes", False): "receive",
            ("no", "yes"): "return",
            (False, "yes"): "return",
            ("no", "no"): "none",
            ("no", False): False,
            (False, "no"): False,
            (False, False): False,
        }
        version = self._new_version()
        for (submission, returned), mode in expected.items():
            version.write({"postal_submission": submission, "postal_return": returned})
            with self.subTest(submission=submission, returned=returned):
                self.assertEqual(version.postal_mode, mode)

    def test_missing_reason_is_a_warning_and_keeps_nothing_from_approval(self):
        version = self._new_version(postal_submission="no", postal_return="no")
        self.assertIn("no reason why", version.warning_text)
        self.assertFalse(version.draft_reason)
        version.postal_none_reason = "Phải đến trực tiếp để lăn tay"
        self.assertFalse(version.warning_text)
        version.action_propose()
        self.assertEqual(version.state, "proposed")


class TestFeeOptions(CatalogCommon):
    """Point 2: fees with exemptions; none is taken off silently."""

    def setUp(self):
        super().setUp()
        self.version = self._new_version(
            fee_known=True,
            fee_amount=75000,
            currency_id=self.env.ref("base.VND").id,
            exemption_ids=[
                Command.create({"name": "Người khuyết tật", "reduction": 100}),
                Command.create({"name": "Trẻ em", "reduction": 50}),
            ],
        )

    def test_exemptions_do_not_change_the_fee(self):
        self.assertEqual(self.version._terms()[1], self.version)
        self.assertEqual(self.version.fee_amount, 75000)

    def test_options_are_the_fee_and_what_each_exemption_leaves(self):
        options = self.version._fee_options()
        self.assertEqual([option.amount for option in options], [75000, 0, 37500])
        self.assertFalse(options[0].exemption)
        self.assertEqual(options[2].exemption.name, "Trẻ em")

    def test_options_start_from_the_fee_of_the_channel(self):
        self.env["tthc.procedure.channel"].create(
            {
                "version_id": self.version.id,
                "channel": "online",
                "fee_known": True,
                "fee_amount": 10000,
                "currency_id": self.version.currency_id.id,
            }
        )
        options = self.version._fee_options(channel="online")
        self.assertEqual([option.amount for option in options], [10000, 0, 5000])

    def test_exemption_of_one_case_is_offered_there_only(self):
        case = self.env["tthc.procedure.case"].create(
            {"version_id": self.version.id, "name": "Cấp lại"}
        )
        self.version.exemption_ids[1].case_id = case
        self.assertEqual(len(self.version._fee_options()), 2)
        self.assertEqual(len(self.version._fee_options(case)), 3)

    def test_tariff_as_text_has_no_amount_unless_nothing_is_paid(self):
        self.version.write({"fee_known": False, "fee_text": "Theo biểu phí"})
        options = self.version._fee_options()
        self.assertEqual([option.amount for option in options], [None, 0, None])
        self.assertEqual(options[0].label, "Theo biểu phí")
