from datetime import timedelta

from lxml import etree

from odoo import Command
from odoo.tests import Form, new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestStepQueue(DossierCase):
    """Point 5: a person's work queue on steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env,
            "tthc_colleague",
            groups="tthc_base.group_specialist",
            tthc_agency_ids=[Command.set(cls.agency.ids)],
        )
        cls.dossiers = cls.env["tthc.dossier"]
        for days in (0, 1, 5):
            with frozen(THURSDAY + days * DAY):
                dossier = cls.receive(THURSDAY + days * DAY)
                dossier.with_user(cls.clerk).action_transfer()
                cls.dossiers |= dossier
        cls.first, cls.second, cls.third = cls.dossiers.step_ids.filtered(
            lambda step: step.state == "active"
        ).sorted("due")

    def _found(self, user, *domain, moment=THURSDAY + 6 * DAY):
        action = self.env.ref("tthc_dossier.tthc_dossier_step_action_queue")
        steps = self.env["tthc.dossier.step"].with_user(user)
        own = [("state", "=", "active"), ("is_of_my_agency", "=", True)]
        self.assertEqual(action.domain, str(own))
        with frozen(moment):
            return steps.search([*own, *domain], order="due, id").sudo()

    def test_agency_sees_its_open_steps_most_urgent_first(self):
        steps = self.first | self.second | self.third
        self.assertEqual(self._found(self.specialist).ids, steps.ids)
        self.assertFalse(self._found(self.other_specialist))
        view = self.env.ref("tthc_dossier.tthc_dossier_step_view_list_queue")
        self.assertIn('default_order="due, id"', view.get_combined_arch())

    def test_mine_is_what_i_took(self):
        self.second.with_user(self.specialist).action_take()
        self.assertEqual(
            self._found(self.specialist, ("is_mine", "=", True)), self.second
        )
        self.assertFalse(self._found(self.colleague, ("is_mine", "=", True)))
        self.assertEqual(
            self._found(self.colleague, ("user_id", "=", False)),
            self.first | self.third,
        )

    def test_mine_holds_what_i_stand_in_for(self):
        self.second.with_user(self.specialist).action_take()
        self.env["tthc.delegation"].with_user(self.leader).create(
            {
                "user_id": self.specialist.id,
                "delegate_id": self.colleague.id,
                "agency_id": self.agency.id,
                "date_from": "2026-08-26",
                "date_to": "2026-08-26",
            }
        )
        mine = ("is_mine", "=", True)
        self.assertEqual(self._found(self.colleague, mine), self.second)
        self.assertFalse(self._found(self.colleague, mine, moment=THURSDAY))

    def test_due_today_late_and_waiting(self):
        # due on 26/8 17:00, 27/8 17:00 and after the holidays
        day = THURSDAY + 6 * DAY
        self.assertEqual(
            self._found(self.specialist, ("is_due_today", "=", True), moment=day),
            self.first,
        )
        self.assertFalse(
            self._found(self.specialist, ("is_late", "=", True), moment=day)
        )
        with frozen(day):
            self.assertEqual(self.first.urgency, "soon")
        late = self._found(self.specialist, ("is_late", "=", True), moment=day + DAY)
        self.assertEqual(late, self.first)
        with frozen(day):
            self.second.dossier_id.with_user(self.specialist).action_ask_fee("Thuế")
        paused = self._found(self.specialist, ("paused_at", "!=", False))
        self.assertEqual(paused, self.second)
        self.assertEqual(paused.urgency, "stopped")
        self.assertFalse(paused.time_left)

    def test_computed_and_searched_say_the_same(self):
        self.second.with_user(self.specialist).action_take()
        for moment in (THURSDAY, THURSDAY + 6 * DAY, THURSDAY + 7 * DAY):
            for name in (
                "is_mine",
                "can_take",
                "is_late",
                "is_due_today",
                "is_of_my_agency",
            ):
                with self.subTest(moment=moment, name=name):
                    found = self._found(
                        self.specialist, (name, "=", True), moment=moment
                    )
                    self.env.invalidate_all()
                    with frozen(moment):
                        steps = self.dossiers.step_ids.with_user(self.specialist)
                        self.assertEqual(
                            steps.filtered(name).sudo().sorted(), found.sorted()
                        )

    def test_time_left_is_in_words_and_late_is_said(self):
        for days, urgency, word in ((7, "late", "late"), (6, "soon", "left")):
            self.env.invalidate_all()
            with self.subTest(days=days), frozen(THURSDAY + days * DAY):
                self.assertEqual(self.first.urgency, urgency)
                self.assertIn(word, self.first.with_context(lang="en_US").time_left)

    def test_groups_of_the_queue(self):
        self.second.with_user(self.specialist).action_take()
        steps = self.env["tthc.dossier.step"].with_user(self.specialist)
        own = [("is_of_my_agency", "=", True)]
        for name in ("name", "agency_id", "user_id", "procedure_id", "sector_id"):
            with self.subTest(name=name):
                groups = steps._read_group(own, [name], ["__count"])
                self.assertEqual(sum(count for _key, count in groups), 3)

    def test_what_is_not_taken_is_of_the_own_role(self):
        self.first.dossier_id.with_user(self.specialist).action_finish_step("granted")
        decision = self.first.dossier_id.step_ids - self.first
        untaken = ("can_take", "=", True)
        self.assertEqual(
            self._found(self.specialist, untaken), self.second | self.third
        )
        self.assertIn(decision, self._found(self.leader, untaken))

    def test_filters_of_whose_work_add_up(self):
        """“My agency's” widens what “Mine” shows: filters of one group are joined."""
        view = self.env.ref("tthc_dossier.tthc_dossier_step_view_search")
        arch = etree.fromstring(view.get_combined_arch())
        groups = [[]]
        for node in arch:
            if node.tag == "separator":
                groups.append([])
            elif node.tag == "filter":
                groups[-1].append(node.get("name"))
        self.assertIn(["mine", "untaken", "my_agency"], groups)

    def test_side_panel_offers_states_and_sectors_of_the_queue(self):
        sector = self.env["tthc.sector"].create({"name": "Thử"})
        version = self.make_version(
            self.env, "1.999071", "Có lĩnh vực", 1, sector_id=sector.id
        )
        dossier = self.receive(version=version)
        dossier.with_user(self.clerk).action_transfer()
        self.second.dossier_id.with_user(self.specialist).action_ask_fee("Thuế")
        steps = self.env["tthc.dossier.step"].with_user(self.specialist)
        own = [("is_of_my_agency", "=", True)]
        states, sectors = (
            steps.search_panel_select_range(name, search_domain=own)["values"]
            for name in ("dossier_state", "sector_id")
        )
        self.assertEqual({row["id"] for row in states}, {"processing", "fee_wait"})
        self.assertEqual([row["display_name"] for row in sectors], ["Thử"])
        found = steps.search([*own, ("dossier_state", "=", "fee_wait")])
        self.assertEqual(found, self.second)

    def test_queue_costs_no_more_queries_for_more_rows(self):
        steps = self.env["tthc.dossier.step"].with_user(self.specialist)
        fields = {
            "dossier_id": {"fields": {"display_name": {}}},
            "version_id": {"fields": {"display_name": {}}},
            "owner_name": {},
            "time_left": {},
            "can_take": {},
        }
        counts = []
        for limit in (1, 1, 2):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            steps.web_search_read(
                [("is_of_my_agency", "=", True)], fields, order="due, id", limit=limit
            )
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[2], counts[1])

    def test_form_of_the_dossier_opens_for_its_people(self):
        with Form(self.first.dossier_id.with_user(self.specialist)) as form:
            self.assertTrue(form.can_propose)
