import json
from base64 import b64encode
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_catalog.tools.sheet_file import read_tables

from ..models.tthc_opening_columns import DOSSIER_COLUMNS
from .common import THURSDAY
from .opening_common import ROW, OpeningData

DAY = timedelta(days=1)
#: Closing time of Friday 28/8/2026 in Vietnam, naive UTC.
DUE = datetime(2026, 8, 28, 10, 0)
DUE_TEXT = "28/08/2026"

#: What a fault that is planted says.
BROKEN = "Hỏng"


class OpeningCase(OpeningData, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)

    def errors_of(self, record):
        """Pairs of row and column with an error."""
        lines = record.line_ids.filtered(lambda line: line.severity == "error")
        return {(line.row, line.column) for line in lines}


class TestOpeningCheck(OpeningCase):
    def test_a_right_row_can_be_taken_over_and_nothing_happens_yet(self):
        record = self.upload(ROW)
        self.assertEqual((record.new_count, record.refused_count), (1, 0))
        self.assertFalse(record.line_ids.filtered(lambda row: row.severity == "error"))
        self.assertFalse(self.env["tthc.dossier"].search([("code", "=", "CU-0001")]))

    def test_errors_stand_at_row_and_column_in_words(self):
        own = self.receive()
        rows = [
            {**ROW, "old_code": "A", "procedure_code": "9.999999"},
            {**ROW, "old_code": "B", "lead_agency": "Sở Không Có"},
            {**ROW, "old_code": "C", "due_original": "01/08/2026"},
            {**ROW, "old_code": "D", "received_at": "31/02/2026"},
            {**ROW, "old_code": "E", "received_at": "21/08/2026"},
            {**ROW, "old_code": "F", "state": "Đang họp"},
            {**ROW, "old_code": "G", "state": "Chờ bổ sung"},
            {**ROW, "old_code": "H", "state": "Đã có kết quả"},
            {**ROW, "old_code": "I", "owner_name": ""},
            {**ROW, "old_code": "K", "due_original": ""},
            {**ROW, "old_code": "L", "case": "Không có"},
            {**ROW, "old_code": "M", "current_step": 9},
            {**ROW, "old_code": "N", "steps": "Thẩm định | Sở Lạ | Chuyên viên"},
            {**ROW, "old_code": "O", "resolved_at": "12/08/2026"},
            {**ROW, "old_code": own.code},
            {**ROW, "old_code": "a"},
        ]
        record = self.upload(*rows)
        titles = {key: column.title for key, column in DOSSIER_COLUMNS.items()}
        keys = (
            *("procedure_code", "lead_agency", "due_original", "received_at"),
            *("received_at", "state", "waiting_since", "resolved_at", "owner_name"),
            *("due_original", "case", "current_step", "steps", "resolved_at"),
            *("old_code", "old_code"),
        )
        self.assertEqual(
            self.errors_of(record),
            {(row, titles[key]) for row, key in enumerate(keys, 2)},
        )
        self.assertEqual((record.new_count, record.refused_count), (0, len(rows)))

    def test_warnings_hinder_nothing(self):
        self.receive()
        record = self.upload(
            {**ROW, "owner_name": "Người Khác", "due_original": "30/08/2026"},
            {**ROW, "old_code": "CU-2", "received_at": "01/02/2014"},
        )
        warned = record.line_ids.filtered(lambda line: line.severity == "warning")
        self.assertEqual(
            {(line.row, line.column) for line in warned},
            {
                (2, "Số định danh"),
                (2, "Ngày hẹn trả"),
                (3, "Mã thủ tục"),
            },
        )
        self.assertEqual(record.new_count, 2)
        self.assertNotIn("Đức", " ".join(warned.mapped("message")))

    def test_the_template_is_read_and_its_samples_are_left_out(self):
        imports = self.env["tthc.opening.import"].with_user(self.manager)
        content = imports._template_workbook("dossier")
        record = imports.create(
            {"data": b64encode(content), "filename": "m.xlsx", "opening_day": THURSDAY}
        )
        record.action_check()
        self.assertEqual(
            (record.skipped_count, record.error_count, record.new_count), (3, 0, 0)
        )

    def test_another_file_or_day_is_to_be_checked_again(self):
        record = self.upload(ROW)
        record.opening_day = "2026-08-19"
        self.assertEqual((record.state, len(record.line_ids)), ("draft", 0))


class TestOpeningBalance(OpeningCase):
    """Old dossiers keep code, dates and promises, and count as carried over."""

    def test_dates_code_and_origin_are_kept(self):
        dossier = self.carried({"due_original": DUE_TEXT, "old_register": "Q2, 118"})
        self.assertEqual(dossier.code, "CU-0001")
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.received_at, datetime(2026, 8, 10, 1, 30))
        self.assertEqual((dossier.due_original, dossier.due), (DUE, DUE))
        self.assertEqual(dossier.origin, "carried_over")
        self.assertEqual(str(dossier.carried_over_on), "2026-08-20")
        self.assertEqual((dossier.opening_row, dossier.old_register), (2, "Q2, 118"))
        self.assertFalse(dossier.register_number or dossier.register_year)
        self.assertFalse(dossier.received_by_id)
        self.assertIn("CU-0001", dossier.due_explanation)

    def test_new_appointment_stands_beside_the_promise(self):
        dossier = self.carried({"due_original": "14/08/2026", "due": DUE_TEXT})
        self.assertEqual(dossier.due, DUE)
        self.assertEqual(dossier.due_original, datetime(2026, 8, 14, 10, 0))

    def test_the_log_tells_the_taking_over_without_personal_data(self):
        dossier = self.carried()
        event = dossier.event_ids
        self.assertEqual((event.kind, event.state_to), ("carry_over", "processing"))
        self.assertEqual(event.happened_at, THURSDAY)
        self.assertEqual(event.user_id, self.manager)
        self.assertEqual(event.source, "import")
        data = json.loads(event.payload)
        self.assertEqual(data["received_at"], "2026-08-10T01:30:00")
        self.assertNotIn("Đức", event.payload)
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(dossier))

    def test_registers_and_codes_of_new_receipts_do_not_collide(self):
        old = self.carried(
            {"old_code": "H99.14-20260820-0000007", "received_at": "20/08/2026"},
            {"old_code": "H99.19-20260820-0000001", "received_at": "20/08/2026"},
        )
        self.assertEqual(old.mapped("code_number"), [7, 1])
        new = self.receive(THURSDAY + timedelta(hours=2))
        self.assertEqual(new.code, "H99.14-20260820-0000008")
        self.assertEqual(new.register_number, 1)

    def test_steps_of_the_file_are_kept_with_their_dates(self):
        dossier = self.carried(
            {
                "due_original": DUE_TEXT,
                "steps": "Thẩm định | H99.14 | Chuyên viên | 12/08/2026 | 13/08/2026\n"
                "Lấy ý kiến | H99.19 | Chuyên viên | 21/08/2026\n"
                "Ký | H99.14 | Lãnh đạo",
            }
        )
        steps = dossier.step_ids.sorted("sequence")
        self.assertEqual(steps.mapped("state"), ["done", "active", "waiting"])
        self.assertEqual(steps[0].punctuality, "late")
        self.assertEqual(steps[1].agency_id, self.other_agency)
        self.assertEqual(steps[1].due, datetime(2026, 8, 21, 10, 0))
        self.assertEqual(dossier.agency_ids, self.agency | self.other_agency)

    def test_without_steps_those_of_the_procedure_go_on_at_the_current_one(self):
        dossier = self.carried({"current_step": 2})
        states = dossier.step_ids.sorted("sequence").mapped("state")
        self.assertEqual(states, ["done", "active"])

    def test_an_old_dossier_goes_its_way_to_the_citizen(self):
        dossier = self.carried({"due_original": DUE_TEXT, "current_step": 2})
        with frozen(THURSDAY + DAY):
            dossier.with_user(self.leader).action_resolve("granted")
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone"
            )
        self.assertEqual((dossier.state, dossier.punctuality), ("returned", "early"))

    def test_result_not_returned_yet(self):
        dossier = self.carried(
            {
                "due_original": DUE_TEXT,
                "state": "9",
                "resolved_at": "19/08/2026 15:00",
                "result_number": "12/GP",
                "outcome": "Từ chối",
            }
        )
        self.assertEqual((dossier.state, dossier.outcome), ("resolved", "refused"))
        self.assertEqual(dossier.punctuality, "early")
        self.assertEqual(dossier.result_number, "12/GP")
        self.assertEqual(set(dossier.step_ids.mapped("state")), {"done"})

    def test_received_and_not_handed_over_yet(self):
        dossier = self.carried({"state": "Đã tiếp nhận"})
        self.assertEqual(set(dossier.step_ids.mapped("state")), {"waiting"})
        with frozen(THURSDAY + DAY):
            dossier.with_user(self.clerk).action_transfer()
        self.assertEqual(dossier.state, "processing")

    def test_supplement_gives_the_waiting_back_from_the_promised_day(self):
        """Waited since Monday 17/8; handed in on Friday 21/8: four days later."""
        regulation = self.env["tthc.regulation"]._at(THURSDAY.date())
        regulation.supplement_policy = "exclude"
        dossier = self.carried(
            {
                "due_original": "20/08/2026",
                "state": "Chờ bổ sung",
                "waiting_since": "17/08/2026 07:30",
                "waiting_for": "Bản vẽ",
                "window_due": "10/09/2026",
            }
        )
        self.assertEqual(dossier.state, "supplement")
        self.assertEqual(dossier.paused_at, datetime(2026, 8, 17, 0, 30))
        self.assertFalse(dossier.is_late)
        request = dossier.supplement_ids
        self.assertEqual((request.state, request.reason), ("issued", "Bản vẽ"))
        with frozen(datetime(2026, 8, 21, 0, 30)):
            dossier.with_user(self.clerk).action_accept_supplement()
        # The make-up Saturday 22/8 is a working day.
        self.assertEqual(dossier.due, datetime(2026, 8, 25, 10, 0))
        self.assertEqual(dossier.due_original, datetime(2026, 8, 20, 10, 0))

    def test_payment_is_waited_for(self):
        dossier = self.carried(
            {
                "due_original": DUE_TEXT,
                "state": "Chờ nghĩa vụ tài chính",
                "waiting_since": "19/08/2026",
            }
        )
        self.assertEqual(dossier.pause_ids.kind, "fee")
        with frozen(THURSDAY + DAY):
            dossier.with_user(self.clerk).action_confirm_fee(proof="BL 1")
        self.assertEqual(dossier.state, "processing")
        self.assertGreater(dossier.due, DUE)

    def test_late_is_late_and_gets_nothing_back(self):
        dossier = self.carried(
            {
                "due_original": "14/08/2026",
                "state": "Chờ bổ sung",
                "waiting_since": "18/08/2026",
            }
        )
        with frozen(THURSDAY + DAY):
            dossier.with_user(self.clerk).action_accept_supplement()
            self.assertTrue(dossier.is_late)
        self.assertEqual(dossier.due, datetime(2026, 8, 14, 10, 0))

    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(after=st.integers(1, 60 * 24 * 60), at_closing=st.booleans())
    def test_clock_answers_the_promise_by_the_engine(self, after, at_closing):
        calendar = self.center.resource_calendar_id
        promised = THURSDAY + timedelta(minutes=after)
        day = calendar.tthc_working_day_from(self.center._local_day(promised))
        promised = calendar.tthc_next_opening(promised)
        if at_closing:
            promised = calendar.tthc_closing(day)
        dossier = self.env["tthc.dossier"].new(
            {"version_id": self.version.id, "center_id": self.center.id}
        )
        clock = dossier._carried_clock(THURSDAY, THURSDAY - 9 * DAY, promised)
        answer = dossier._count(
            clock["clock_start"], clock["clock_value"], clock["clock_unit"]
        ).at
        self.assertEqual(
            calendar.tthc_working_minutes_between(answer, promised), 0, clock
        )

    def test_no_legal_limit_needs_no_promise(self):
        self.make_version(
            self.env,
            "1.999002",
            "Không thời hạn",
            0,
            limit_value=0,
            limit_unit=False,
            no_legal_limit=True,
        )
        dossier = self.carried({"procedure_code": "1.999002", "due_original": ""})
        self.assertFalse(dossier.due or dossier.due_original)

    def test_what_is_in_is_left_as_it_is(self):
        [dossier] = self.carried()
        again = self.upload(
            {**ROW, "owner_name": "Sửa Tên"}, {**ROW, "old_code": "CU-0002"}
        )
        self.assertEqual((again.unchanged_count, again.new_count), (1, 1))
        with frozen(THURSDAY):
            again.action_start()
        self.assertEqual(dossier.owner_name, "Nguyễn Văn Đức")
        self.assertEqual(again.dossier_ids.mapped("code"), ["CU-0002"])
        self.assertEqual(dossier.event_count, 1)

    def test_wrong_rows_stay_out_and_right_ones_are_taken_over(self):
        record = self.upload(ROW, {**ROW, "old_code": "CU-2", "state": "?"})
        with frozen(THURSDAY):
            record.action_start()
        self.assertEqual(record.state, "done")
        self.assertEqual((record.new_count, record.refused_count), (1, 1))
        self.assertEqual(record.dossier_ids.code, "CU-0001")

    def test_a_row_that_fails_at_the_last_moment_keeps_no_other_back(self):
        record = self.upload(*({**ROW, "old_code": f"CU-{n}"} for n in range(4)))
        model = type(self.env["tthc.dossier"])
        need = model._need_carried

        def fail_one(dossiers, carried=None, **arguments):
            if any(facts["code"] == "CU-2" for facts in carried.values()):
                raise UserError(BROKEN)
            return need(dossiers, carried=carried, **arguments)

        self.patch(model, "_need_carried", fail_one)
        with frozen(THURSDAY):
            record.action_start()
        self.assertEqual((record.new_count, record.refused_count), (3, 1))
        self.assertEqual(
            record.line_ids.filtered(lambda line: line.severity == "error").message,
            "Hỏng",
        )
        self.assertEqual(len(record.dossier_ids), 3)

    def test_one_person_of_many_rows_is_one_applicant(self):
        dossiers = self.carried(
            *(
                {"old_code": f"CU-{n}", "owner_identity": number}
                for n, number in enumerate(("079123456789", "079 123 456 789", ""))
            )
        )
        self.assertEqual(dossiers[0].owner_id, dossiers[1].owner_id)
        self.assertNotEqual(dossiers[0].owner_id, dossiers[2].owner_id)
        known = self.carried({"old_code": "CU-9", "owner_identity": "079123456789"})
        self.assertEqual(known.owner_id, dossiers[0].owner_id)

    def test_rows_with_remarks_go_back_to_excel_and_can_be_uploaded(self):
        record = self.upload(ROW, {**ROW, "old_code": "CU-2", "state": "?"})
        with frozen(THURSDAY):
            record.action_start()
        [table] = read_tables(record._result_workbook(), 100)
        # A sheet is read as wide as a sheet may be.
        width = len(ROW) + 1
        head, first, second = (texts[:width] for _number, texts in table.rows)
        self.assertEqual(head[-1], "Kết quả nhập")
        self.assertEqual((first[0], second[0]), ("CU-2", "CU-0001"))
        self.assertIn("Trạng thái", first[-1])
        self.assertTrue(second[-1])
        mended = dict(zip(ROW, first, strict=False)) | {"state": "Đang xử lý"}
        again = self.upload(mended)
        self.assertEqual((again.new_count, again.error_count), (1, 0))

    def test_queries_do_not_grow_with_the_rows_checked(self):
        counts = []
        for size in (5, 50):
            rows = [{**ROW, "old_code": f"Q{size}-{n}"} for n in range(size)]
            record = self.upload(*rows)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            with frozen(THURSDAY):
                record._make_plan()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 3)


class TestOpeningRoles(OpeningCase):
    def test_only_the_manager_of_the_center_uploads(self):
        values = {"data": b64encode(self.workbook(ROW)), "filename": "x.xlsx"}
        for user in (
            *(self.clerk, self.specialist, self.leader, self.inspector),
            *(self.editor, self.courier, self.hr, self.reporter),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["tthc.opening.import"].with_user(user).create(values)
        with self.assertRaises(AccessError):
            self.env["tthc.opening.import"].with_user(self.manager).create(
                {**values, "center_id": self.other_center.id}
            )

    def test_nobody_else_checks_or_takes_over_what_was_uploaded(self):
        record = self.upload(ROW)
        for user in (self.clerk, self.editor, self.inspector):
            own = record.with_user(user)
            for method in ("action_check", "action_start", "action_import"):
                with self.subTest(user=user.login, method=method):
                    with self.assertRaises(AccessError):
                        getattr(own, method)()
        self.manager.tthc_center_id = self.other_center
        for method in ("action_check", "action_start", "action_import"):
            with self.assertRaises(AccessError):
                getattr(record.with_user(self.manager), method)()

    def test_state_and_lines_are_not_written_by_hand(self):
        record = self.upload(ROW)
        for values in ({"state": "done"}, {"new_count": 9}, {"user_id": 1}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.write(values)
        with self.assertRaises(AccessError):
            record.line_ids[0].write({"severity": "info"})

    def test_files_of_other_centers_are_not_seen(self):
        record = self.upload(ROW)
        inspectors = self.env["tthc.opening.import"].with_user(self.inspector)
        self.assertEqual(inspectors.search([("id", "=", record.id)]), record)
        self.manager.tthc_center_id = self.other_center
        managers = self.env["tthc.opening.import"].with_user(self.manager)
        self.assertFalse(managers.search([("id", "=", record.id)]))
        self.assertFalse(
            self.env["tthc.opening.line"].with_user(self.manager).search([])
        )

    def test_what_was_taken_over_is_kept_as_a_log(self):
        record = self.upload(ROW)
        with frozen(THURSDAY):
            record.action_start()
        with self.assertRaises(UserError):
            record.unlink()


class TestOpeningBackground(OpeningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("tthc_dossier.cron_opening")
        cls.env["ir.config_parameter"].set_param(
            "tthc_catalog.import_background_rows", "1"
        )

    def _queued(self):
        record = self.upload(*({**ROW, "old_code": f"CU-{n}"} for n in range(3)))
        record.action_start()
        return record

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_background_takes_over_as_who_asked_and_tells_them(self):
        record = self._queued()
        self.assertEqual(record.state, "queued")
        self.assertFalse(record.dossier_ids)
        seen = []
        progress = type(self.env["tthc.opening.progress"])
        self.patch(progress, "_publish", lambda _self, percent: seen.append(percent))
        self._run_cron()
        self.assertEqual((record.state, len(record.dossier_ids)), ("done", 3))
        self.assertEqual(record.dossier_ids.event_ids.user_id, self.manager)
        self.assertEqual(seen, sorted(seen))
        self.assertIn(
            self.manager.partner_id,
            record.message_ids.sorted("id")[-1].partner_ids,
        )

    def test_what_a_stopped_server_left_goes_on(self):
        record = self._queued()
        record._moving().write({"state": "running"})
        self._run_cron()
        self.assertEqual((record.state, len(record.dossier_ids)), ("done", 3))
