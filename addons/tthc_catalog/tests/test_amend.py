from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CatalogCommon


@tagged("-at_install", "post_install")
class TestAmend(CatalogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls._new_version(
            fee_known=True,
            fee_amount=75000,
            case_ids=[Command.create({"name": "Cấp lại"})],
            channel_ids=[Command.create({"channel": "online", "fee_text": "Miễn"})],
            component_ids=[
                Command.create({"name": name, "original_count": 1})
                for name in ("Đơn đề nghị", "Giấy tờ đất", "Bản vẽ", "Bản vẽ")
            ],
            step_ids=[
                Command.create({"name": "Thẩm định", "sequence": 10}),
                Command.create({"name": "Ký", "sequence": 20}),
            ],
        )
        cls.old.action_propose()
        cls.old.action_approve()
        action = cls.old.with_user(cls.users["editor"]).action_amend()
        cls.draft = cls.old.browse(action["res_id"])

    def _rows(self, version=None):
        version = version or self.draft
        version.invalidate_recordset()
        return {
            row.what: (row.kind, row.before, row.after)
            for chapter in version._differences()
            for row in chapter.rows
        }

    def test_fresh_amendment_differs_in_nothing(self):
        self.assertEqual(self.draft.predecessor_id, self.old)
        self.assertEqual(self._rows(), {})
        self.assertEqual(self.draft.difference_count, 0)
        self.assertIn("Nothing differs", self.draft.difference_html)

    def test_amend_shows_fee_difference(self):
        self.draft.fee_amount = 100000
        self.assertEqual(list(self._rows()), ["Fee in words"])
        kind, before, after = self._rows()["Fee in words"]
        self.assertEqual(kind, "changed")
        self.assertIn("75", before)
        self.assertIn("100", after)

    def test_amend_shows_limit_difference_in_words(self):
        self.draft.write({"limit_value": 15, "limit_unit": "day"})
        self.assertEqual(
            self._rows(),
            {"Time limit in words": ("changed", "20 working days", "15 days")},
        )

    def test_amend_shows_name_agency_and_condition(self):
        self.draft.write(
            {
                "name": "Tên mới",
                "agency_id": self.building.id,
                "condition_text": "<p>Đủ 18 tuổi</p>",
            }
        )
        rows = self._rows()
        self.assertEqual(rows["Name"], ("changed", self.old.name, "Tên mới"))
        self.assertEqual(
            rows["Lead agency"],
            ("changed", self.justice.display_name, self.building.display_name),
        )
        self.assertEqual(rows["Conditions"], ("changed", "", "Đủ 18 tuổi"))

    def test_amend_shows_components_added_removed_changed(self):
        paper, land, *plans = self.draft.component_ids
        paper.original_count = 2
        land.unlink()
        plans[0].unlink()
        self.draft.component_ids = [
            Command.create({"name": "Ảnh thẻ 4x6", "copy_count": 3})
        ]
        rows = self._rows()
        self.assertEqual(rows.pop("Đơn đề nghị › Originals"), ("changed", "1", "2"))
        self.assertEqual(rows.pop("Giấy tờ đất")[0], "removed")
        self.assertEqual(rows.pop("Bản vẽ")[0], "removed")
        added = rows.pop("Ảnh thẻ 4x6")
        self.assertEqual(added[0], "added")
        self.assertIn("Copies: 3", added[2])
        self.assertEqual(rows, {})
        (chapter,) = self.draft._differences()
        self.assertEqual(chapter.counts, "4 → 3 lines: 1 added, 2 removed, 1 changed")

    def test_renamed_component_is_one_line_changed(self):
        self.draft.component_ids[1].name = "Giấy tờ đất đai"
        self.assertEqual(
            self._rows(),
            {
                "Giấy tờ đất đai › Name": (
                    "changed",
                    "Giấy tờ đất",
                    "Giấy tờ đất đai",
                )
            },
        )

    def test_amend_shows_cases_channels_and_steps(self):
        self.draft.case_ids.write({"limit_value": 5, "limit_unit": "working_day"})
        self.draft.channel_ids.fee_text = "Giảm 50 %"
        self.draft.step_ids[1].sequence = 10
        rows = self._rows()
        self.assertEqual(
            rows["Cấp lại › Time limit in words"], ("changed", "", "5 working days")
        )
        self.assertEqual(
            rows["Online › Fee as published"], ("changed", "Miễn", "Giảm 50 %")
        )
        self.assertEqual(rows["Ký › Sequence"], ("changed", "20", "10"))

    def test_every_part_that_is_copied_is_compared(self):
        """A part that another addon adds appears by itself."""
        copied = {
            name
            for name, field in self.draft._fields.items()
            if field.type == "one2many" and field.copy
        }
        self.assertLessEqual(
            {"case_ids", "channel_ids", "component_ids", "step_ids"}, copied
        )
        self.assertEqual({field.name for field in self.draft._part_fields()}, copied)
        for name in copied:
            self.assertTrue(hasattr(self.draft[name], "_difference_label"), name)

    def test_differences_are_shown_in_the_language_of_the_reader(self):
        self.draft.limit_value = 15
        html = self.draft.with_context(lang="vi_VN").difference_html
        self.assertIn("20 ngày làm việc", html)
        self.assertIn("15 ngày làm việc", html)

    def test_names_are_escaped(self):
        self.draft.name = "<b>Đậm</b>"
        self.draft.invalidate_recordset()
        self.assertIn("&lt;b&gt;", self.draft.difference_html)

    def test_second_amendment_opens_the_draft_that_is_open(self):
        told = self.old.action_amend()
        self.assertIn("9.000001", told["params"]["message"])
        self.assertEqual(told["params"]["next"]["res_id"], self.draft.id)
        self.draft.write({"valid_from": "2026-07-01"})
        self.draft.action_propose()
        told = self.old.action_amend()
        self.assertEqual(told["params"]["next"]["res_id"], self.draft.id)

    def test_several_are_amended_at_once(self):
        others = self._approved_version("9.000002") | self._approved_version("9.000003")
        action = others.action_amend()
        drafts = others.search(action["domain"])
        self.assertEqual(drafts.amended_from_id, others)
        self.assertEqual(set(drafts.mapped("state")), {"draft"})

    def test_amendment_has_no_decision_and_day_of_its_own(self):
        decision = self.env["tthc.decision"].create({"name": "1/QĐ"})
        old = self._approved_version("9.000002", decision_id=decision.id)
        draft = old.browse(old.action_amend()["res_id"])
        self.assertFalse(draft.decision_id)
        self.assertFalse(draft.valid_from)

    def test_draft_is_not_amended(self):
        with self.assertRaisesRegex(UserError, "9.000001"):
            self.draft.action_amend()

    def test_reader_can_not_amend(self):
        version = self._approved_version("9.000002")
        for role in ("reception", "inspector", "leader"):
            with self.assertRaises(AccessError):
                version.with_user(self.users[role]).action_amend()

    def test_predecessor_is_the_one_in_force_before(self):
        self.draft.write({"valid_from": "2026-07-01"})
        self.draft.action_propose()
        self.draft.action_approve()
        third = self._new_version(valid_from="2026-09-01")
        self.assertEqual(third.predecessor_id, self.draft)
        self.assertEqual(self.draft.predecessor_id, self.old)
        self.assertFalse(self.old.predecessor_id)

    def test_open_dossiers_of_the_version_before_are_counted(self):
        usage = {self.old.id: 3}
        with patch.object(type(self.old), "_open_usage", lambda versions: usage):
            self.env.invalidate_all()
            self.assertEqual(self.old.open_usage_count, 3)
            self.assertEqual(self.draft.open_usage_count, 0)
            self.assertEqual(self.draft.predecessor_usage_count, 3)
            approval = self.env["tthc.version.approval"].create(
                {"version_ids": self.draft.ids}
            )
            self.assertEqual(approval.usage_count, 3)

    def test_controller_sees_the_differences_before_approving(self):
        self.draft.write({"valid_from": "2026-07-01", "limit_value": 15})
        self.draft.action_propose()
        controller = self.users["controller"]
        action = self.draft.with_user(controller).action_ask_approval()
        wizard = (
            self.env["tthc.version.approval"]
            .with_user(controller)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn("15 working days", wizard.difference_html)
        wizard.action_approve()
        self.assertEqual(self.draft.state, "approved")

    def test_differences_of_many_drafts_take_few_queries(self):
        def count(drafts):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            drafts.mapped("difference_count")
            return self.env.cr.sql_log_count - before

        many = self.env["tthc.procedure.version"]
        for number in range(10):
            many |= self._approved_version(f"9.1{number:05}")
        drafts = many.search(many.action_amend()["domain"])
        count(drafts)
        self.assertLessEqual(count(drafts), count(drafts[:1]) + 2)

    def test_changed_parts_leave_one_note_in_the_chatter(self):
        self.env.flush_all()
        # As if the draft had been made by an earlier request.
        self.env.cr.execute(
            "UPDATE tthc_procedure_version SET create_date = '2026-01-01'"
            " WHERE id = %s",
            [self.draft.id],
        )
        self.draft.invalidate_recordset(["create_date"])
        self.env.cr.precommit.run()
        before = self.draft.message_ids
        draft = self.draft.with_user(self.users["editor"])
        draft.component_ids[0].original_count = 2
        draft.component_ids[1].unlink()
        draft.component_ids = [Command.create({"name": "Ảnh <thẻ>"})]
        self.env.flush_all()
        self.env.cr.precommit.run()
        (note,) = self.draft.message_ids - before
        self.assertEqual(note.author_id, self.users["editor"].partner_id)
        for text in (
            "Đơn đề nghị › Originals: 1 → 2",
            "Removed: Giấy tờ đất",
            "Added: Ảnh &lt;thẻ&gt;",
        ):
            self.assertIn(text, note.body)

    def test_parts_of_a_new_version_leave_no_note(self):
        self.env.cr.precommit.run()
        version = self._new_version(
            "9.000002", component_ids=[Command.create({"name": "Đơn"})]
        )
        version.component_ids.original_count = 3
        self.env.cr.precommit.run()
        self.assertNotIn("Đơn", "".join(version.message_ids.mapped("body")))

    def test_fee_and_limit_are_tracked(self):
        tracked = self.draft._track_get_fields()
        self.assertLessEqual(
            {
                "name",
                "agency_id",
                "limit_value",
                "limit_unit",
                "fee_known",
                "fee_amount",
                "fee_text",
                "valid_from",
                "valid_to",
                "state",
            },
            tracked,
        )
