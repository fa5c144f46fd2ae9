from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tools import file_open

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.paper_loss_table import LOSS_ACTIONS, SAME, STATES
from .common import HOUR, NINE, PostalCase

ROLES = (
    "clerk",
    "other_clerk",
    "specialist",
    "other_specialist",
    "leader",
    "manager",
    "inspector",
    "courier",
    "other_courier",
    "editor",
    "hr",
    "reporter",
)
METHODS = {
    "search": ("action_search", {}),
    "find": ("action_find", {}),
    "replace": ("action_replace", {"way": "handed_again"}),
    "waive": ("action_waive", {"reason": "Công dân không yêu cầu"}),
    "find_late": ("action_find_late", {}),
    "judge": ("action_judge", {"fault": "post", "note": "Biên bản", "reissue_cost": 1}),
    "apologise": ("action_apologise", {"text": "Chúng tôi xin lỗi"}),
    "tell": ("action_tell", {"means": "phone"}),
    "settle": ("action_settle", {"settlement": "UNC 12"}),
    "close": ("action_close", {}),
}
#: Beside the states: letter signed, all answered for. The paper was in the hands of
#: the courier, whom the loss concerns.
PLACES = {
    "declared": "declared",
    "searching": "searching",
    "found": "found",
    "replaced": "replaced",
    "waived": "waived",
    "judged": "replaced",
    "signed": "replaced",
    "answered": "replaced",
    "closed": "closed",
}
WAYS = {
    "declared": (),
    "searching": ("manager search",),
    "found": ("clerk find",),
    "replaced": ("clerk replace",),
    "waived": ("manager waive",),
    "judged": ("clerk replace", "manager judge"),
    "signed": ("clerk replace", "manager judge", "manager apologise"),
}
WAYS["answered"] = (*WAYS["signed"], "clerk tell", "manager settle")
WAYS["closed"] = (*WAYS["answered"], "manager close")
OPEN = ("declared", "searching")
FINDERS = ("clerk", "specialist", "leader", "courier", "manager")
#: (place, action, role) → state afterwards. All others refuse.
ALLOWED = {
    **{(place, "search", "manager"): "searching" for place in OPEN},
    **{(place, "find", role): "found" for place in OPEN for role in FINDERS},
    **{
        (place, "replace", role): "replaced"
        for place in OPEN
        for role in ("clerk", "leader")
    },
    **{(place, "waive", "manager"): "waived" for place in OPEN},
    **{
        (place, "find_late", role): PLACES[place]
        for place in ("replaced", "waived", "judged", "signed", "answered", "closed")
        for role in FINDERS
    },
    **{
        (place, "judge", "manager"): PLACES[place]
        for place in PLACES
        if place not in ("answered", "closed")
    },
    ("judged", "apologise", "manager"): "replaced",
    ("signed", "tell", "clerk"): "replaced",
    ("judged", "settle", "manager"): "replaced",
    ("signed", "settle", "manager"): "replaced",
    ("answered", "close", "manager"): "closed",
}


class LossCase(PostalCase):
    """A folder on the way, declared lost by its courier."""

    def lost(self, user=None, paper=None, **arguments):
        """The loss of a folder that the courier had.

        :return: ``tthc.paper.loss`` as the superuser sees it
        """
        if paper is None:
            paper = self.receive().paper_ids
            with frozen(NINE + HOUR / 2):
                paper._hand_to(self.with_courier, "minutes", evidence="1/BBGN-2026")
        with frozen(NINE + HOUR):
            loss = paper.with_user(user or self.courier).action_declare_lost(
                **{"reason": "Rơi trên đường", **arguments}
            )
        return loss.sudo()

    def call(self, loss, action, role, **arguments):
        method, usual = METHODS[action]
        getattr(loss.with_user(getattr(self, role)), method)(**{**usual, **arguments})

    def in_place(self, place):
        loss = self.lost()
        with frozen(NINE + 2 * HOUR):
            for step in WAYS[place]:
                role, action = step.split()
                self.call(loss, action, role)
        return loss


class TestPaperLossTable(LossCase):
    def test_every_cell_of_the_table(self):
        """Each place, action and role: allowed moves arrive, others change nothing."""
        self.assertEqual(set(METHODS), set(LOSS_ACTIONS))
        self.assertEqual(set(PLACES.values()), {state for state, _label in STATES})
        for place in PLACES:
            unmoved = self.in_place(place)
            self.assertEqual(unmoved.state, PLACES[place])
            for action in METHODS:
                for role in ROLES:
                    with self.subTest(place=place, action=action, role=role):
                        target = ALLOWED.get((place, action, role))
                        if target:
                            loss = self.in_place(place)
                            self.check_moves(loss, action, role, target)
                        else:
                            self.check_stays(unmoved, action, role)

    def check_moves(self, loss, action, role, target):
        with frozen(NINE + 3 * HOUR):
            self.call(loss, action, role)
        self.assertEqual(loss.state, target)
        if LOSS_ACTIONS[action].target != SAME:
            self.assertEqual(target, LOSS_ACTIONS[action].target)

    def check_stays(self, loss, action, role):
        names = ("state", "judged_at", "signed_at", "told_at", "settled_at")
        before = loss.read(names), loss.paper_id.move_count
        with (
            frozen(NINE + 3 * HOUR),
            self.assertRaises(UserError),
            self.env.cr.savepoint(),
        ):
            self.call(loss, action, role)
        self.assertEqual((loss.read(names), loss.paper_id.move_count), before)

    def test_readme_shows_the_table_as_it_is(self):
        with file_open("tthc_postal/README.md") as handle:
            readme = handle.read()
        for row in LOSS_ACTIONS.values():
            cells = (
                f"`{row.action}`",
                ", ".join(row.origins),
                row.target,
                ", ".join(role.removeprefix("tthc_base.") for role in row.roles),
            )
            self.assertIn(f"| {' | '.join(cells)} |", readme)

    def test_state_is_written_by_nobody_with_any_context(self):
        loss = self.lost()
        key = loss._move_key()
        for user in (self.clerk, self.manager, self.env.ref("base.user_admin")):
            for context in ({}, {key: True}, {key: 1}):
                with self.subTest(user=user.login, context=context):
                    forged = loss.with_user(user).with_context(**context)
                    with self.assertRaises(AccessError):
                        forged.write({"state": "closed"})
                    with self.assertRaises(AccessError):
                        forged.create({"paper_id": loss.paper_id.id})
                    with self.assertRaises(AccessError):
                        forged.unlink()


class TestPaperLoss(LossCase):
    def test_a_lost_paper_is_with_nobody_and_the_ledger_says_who_had_it(self):
        loss = self.lost()
        paper = loss.paper_id
        self.assertEqual(paper.holder_kind, "lost")
        self.assertEqual(loss.last_holder_id, self.with_courier)
        last = paper.move_ids[0]
        self.assertEqual(last.source, "loss")
        self.assertEqual(last.from_id, self.with_courier)
        self.assertEqual(last.evidence, loss.name)
        self.assertEqual(loss.declared_by_id, self.courier)
        self.assertEqual(loss.fault, "post")

    def test_the_log_of_the_dossier_keeps_each_turn(self):
        loss = self.in_place("closed")
        kinds = loss.dossier_id.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(
            kinds[-4:], ["lose_paper", "replace_paper", "apologise_loss", "close_loss"]
        )
        event = loss.dossier_id.event_ids.filtered(lambda row: row.kind == "close_loss")
        self.assertEqual(event.ground, "QĐ 45/2016 Điều 14")

    def test_who_had_it_or_the_center_declares_it_lost(self):
        at_counter = self.receive().paper_ids
        for user, may in (
            (self.courier, False),
            (self.specialist, False),
            (self.leader, False),
            (self.inspector, False),
            (self.other_clerk, False),
            (self.reporter, False),
            (self.manager, True),
        ):
            with self.subTest(user=user.login):
                if may:
                    self.assertTrue(self.lost(user, at_counter))
                    continue
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self.lost(user, at_counter)
        at_agency = self.receive().paper_ids
        at_agency._hand_to(
            self.holders._person_of(self.specialist, self.agency), "minutes"
        )
        with self.assertRaises(AccessError):
            self.lost(self.other_specialist, at_agency)
        loss = self.lost(self.specialist, at_agency)
        self.assertEqual((loss.fault, loss.fault_agency_id), ("agency", self.agency))

    def test_what_is_with_the_citizen_or_lost_already_is_not_lost(self):
        given = self.receive().paper_ids
        given._hand_to(self.holders._of("citizen"), "return")
        with self.assertRaisesRegex(UserError, "can't be lost"):
            self.lost(self.clerk, given)
        loss = self.lost()
        with self.assertRaisesRegex(UserError, "can't be lost"):
            self.lost(self.clerk, loss.paper_id)

    def test_a_loss_has_a_reason_and_a_number_without_holes(self):
        paper = self.receive().paper_ids
        with self.assertRaises(UserError):
            self.lost(self.clerk, paper, reason="  ")
        first, second = self.lost(), self.lost()
        self.assertEqual(second.number, first.number + 1)

    def test_managers_are_told_and_searchers_have_a_day(self):
        loss = self.lost()
        self.assertEqual(loss.activity_ids.user_id, self.manager)
        with frozen(NINE + 2 * HOUR):
            loss.with_user(self.manager).action_search()
        self.assertEqual(loss.searcher_ids, self.courier)
        self.assertEqual(loss.deadline, date(2026, 8, 22))
        self.assertEqual(loss.activity_ids.user_id, self.courier)
        self.assertEqual(loss.activity_ids.date_deadline, loss.deadline)
        with frozen(NINE + timedelta(days=2)):
            self.assertFalse(loss.is_overdue)
        with frozen(NINE + timedelta(days=4)):
            loss.invalidate_recordset()
            self.assertTrue(loss.is_overdue)
            found = loss.search([("is_overdue", "=", True)])
            self.assertIn(loss, found)

    def test_a_search_is_ordered_anew_with_other_people_and_not_into_the_past(self):
        loss = self.in_place("searching")
        manager = loss.with_user(self.manager)
        with frozen(NINE + 3 * HOUR):
            with self.assertRaises(UserError):
                manager.action_search(deadline="2026-08-01")
            manager.action_search([self.clerk.id], "2026-08-28")
        self.assertEqual(loss.searcher_ids, self.clerk)
        self.assertEqual(loss.activity_ids.user_id, self.clerk)

    def test_found_paper_is_with_who_found_it(self):
        for user, kind in (
            (self.clerk, "counter"),
            (self.courier, "courier"),
            (self.specialist, "agency"),
        ):
            with self.subTest(user=user.login):
                loss = self.lost()
                loss.with_user(user).action_find("Trong cốp xe")
                self.assertEqual(loss.paper_id.holder_kind, kind)
                last = loss.paper_id.move_ids[0]
                self.assertEqual((last.source, last.evidence), ("recovery", loss.name))
                self.assertEqual(last.from_id.kind, "lost")
                self.assertFalse(loss.activity_ids)

    def test_the_manager_says_who_has_what_was_found(self):
        loss = self.lost()
        manager = loss.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "stands for no counter"):
            manager.action_find(user_id=self.hr.id)
        manager.action_find(user_id=self.specialist.id)
        self.assertEqual(loss.paper_id.holder_id.user_id, self.specialist)

    def test_found_paper_goes_on_where_it_belongs(self):
        dossier = self.receive()
        with frozen(NINE):
            dossier.with_user(self.clerk).action_transfer()
        paper = dossier.paper_ids
        self.assertEqual(paper.goes_to_agency_id, self.agency)
        loss = self.lost(self.clerk, paper)
        self.assertFalse(paper.goes_to_agency_id)
        loss.with_user(self.clerk).action_find()
        self.assertEqual(paper.goes_to_agency_id, self.agency)

    def test_replacement_stands_in_and_the_old_one_is_valid_no_more(self):
        dossier = self.receive()
        old = dossier.paper_ids
        loss = self.lost(self.clerk, old)
        loss.with_user(self.clerk).action_replace("handed_again", originals=2)
        new = loss.replacement_id
        self.assertEqual((new.kind, new.original_count), ("file", 2))
        self.assertEqual((new.holder_id, new.replaces_id), (self.at_counter, old))
        self.assertEqual(new.move_ids.source, "intake")
        self.assertTrue(old.is_superseded)
        with frozen(NINE + 2 * HOUR):
            loss.with_user(self.clerk).action_find_late("Ở tủ cũ")
        self.assertEqual(old.holder_id, self.at_counter)
        self.assertEqual(loss.state, "replaced")
        with self.assertRaisesRegex(UserError, "found already"):
            loss.with_user(self.clerk).action_find_late()

    def test_superseded_paper_that_turns_up_goes_to_the_center(self):
        loss = self.in_place("replaced")
        loss.with_user(self.specialist).action_find_late()
        self.assertEqual(loss.paper_id.goes_to_center_id, self.center)

    def test_lost_result_is_not_given_back_before_it_is_replaced(self):
        dossier = self.resolved()
        result = self.paper(dossier, "result")
        result._hand_to(self.with_courier, "minutes")
        loss = self.lost(self.courier, result)

        def give_back():
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone", originals=True
            )

        with self.assertRaisesRegex(UserError, "declared lost"):
            give_back()
        loss.with_user(self.leader).action_replace("reissued")
        self.assertEqual(loss.replacement_id.holder_id.user_id, self.leader)
        self.assertEqual(loss.replacement_id.move_ids.source, "result")
        with self.assertRaisesRegex(UserError, "is not here"):
            give_back()
        loss.replacement_id._hand_to(self.at_counter, "minutes")
        give_back()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(loss.replacement_id.holder_kind, "citizen")

    def with_lost_originals(self):
        """A resolved dossier whose only originals are lost.

        :return: pair of dossier and loss
        """
        papers = [
            {"id": paper.id, "original": 1, "to_give_back": not index}
            for index, paper in enumerate(self.version.component_ids)
        ]
        dossier = self.receive(components=papers)
        with frozen(NINE + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_finish_step("granted")
            dossier.with_user(self.leader).action_resolve(number="1/GP")
        self.paper(dossier, "result")._hand_to(self.at_counter, "minutes")
        return dossier, self.lost(self.clerk, self.paper(dossier, "originals"))

    def test_originals_that_are_given_up_are_owed_no_more(self):
        dossier, loss = self.with_lost_originals()
        kept = dossier.component_ids.filtered("to_give_back")
        owed = [("id", "=", dossier.id), ("holds_originals", "=", True)]
        self.assertTrue(dossier.search(owed))
        with frozen(NINE + 2 * HOUR):
            loss.with_user(self.manager).action_waive("Công dân không yêu cầu")
        self.assertEqual(kept.waived_at, NINE + 2 * HOUR)
        self.assertFalse(kept.given_back_at)
        self.assertFalse(dossier.search(owed))
        self.assertFalse(dossier.holds_originals)
        with frozen(NINE + 3 * HOUR):
            loss.with_user(self.clerk).action_find_late("Sau tủ")
        self.assertFalse(kept.waived_at)
        self.assertTrue(dossier.search(owed))
        with frozen(NINE + 4 * HOUR):
            dossier.with_user(self.clerk).action_give_originals()
        self.assertTrue(kept.given_back_at)
        self.assertEqual(loss.paper_id.holder_kind, "citizen")

    def test_lost_originals_keep_no_result_back_and_are_not_told_as_given(self):
        dossier, loss = self.with_lost_originals()
        with frozen(NINE + 2 * HOUR):
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone"
            )
        kept = dossier.component_ids.filtered("to_give_back")
        self.assertFalse(kept.given_back_at)
        with self.assertRaisesRegex(UserError, "lost"):
            dossier._need_originals_gone()
        loss.with_user(self.clerk).action_replace("reissued")
        with frozen(NINE + 3 * HOUR):
            dossier.with_user(self.clerk).action_give_originals()
        self.assertTrue(kept.given_back_at)
        self.assertEqual(loss.replacement_id.holder_kind, "citizen")

    # -- blame, letter, money -------------------------------------------------------

    def test_the_party_at_fault_signs_the_letter(self):
        loss = self.in_place("replaced")
        manager, leader = loss.with_user(self.manager), loss.with_user(self.leader)
        with self.assertRaisesRegex(UserError, "decide first"):
            manager.action_apologise("Xin lỗi")
        manager.action_judge("agency", self.agency.id, note="Mất ở Sở")
        with self.assertRaisesRegex(AccessError, "Sở Xây dựng"):
            manager.action_apologise("Xin lỗi")
        leader.action_apologise("Xin lỗi")
        self.assertEqual(loss.signed_by_id, self.leader)
        self.assertEqual(loss.letter, "1/TXL-2026")
        with self.assertRaisesRegex(UserError, "signed already"):
            leader.action_apologise("Xin lỗi")

    def test_blame_needs_grounds_and_an_agency_and_no_negative_amount(self):
        manager = self.in_place("replaced").with_user(self.manager)
        for arguments in (
            {"fault": "post", "note": ""},
            {"fault": "agency", "note": "Vì"},
            {"fault": "nobody", "note": "Vì"},
            {"fault": "post", "note": "Vì", "compensation": -1},
        ):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                manager.action_judge(**arguments)

    def test_cost_and_compensation_are_borne_together_and_settled_once(self):
        loss = self.in_place("replaced")
        manager = loss.with_user(self.manager)
        manager.action_judge("post", reissue_cost=75000, compensation=200000, note="Vì")
        self.assertEqual(loss.owed, 275000)
        manager.action_settle("QT-Q3")
        with self.assertRaisesRegex(UserError, "QT-Q3"):
            manager.action_settle("QT-Q4")
        with self.assertRaisesRegex(UserError, "QT-Q3"):
            manager.action_judge("center", note="Vì")

    def test_a_loss_is_closed_when_nothing_is_open_and_says_what_is(self):
        loss = self.in_place("judged")
        with self.assertRaisesRegex(UserError, "letter of apology.*bears"):
            loss.with_user(self.manager).action_close()
        found = self.in_place("found")
        with self.assertRaisesRegex(UserError, "who is at fault"):
            found.with_user(self.manager).action_close()
        found.with_user(self.manager).action_judge("unknown", note="Để nhầm")
        found.with_user(self.manager).action_close()
        self.assertEqual(found.state, "closed")

    # -- who sees what ----------------------------------------------------------------

    def test_losses_are_seen_by_the_center_the_agencies_and_those_concerned(self):
        loss = self.lost()
        for user, sees in (
            (self.clerk, True),
            (self.manager, True),
            (self.specialist, True),
            (self.leader, True),
            (self.courier, True),
            (self.inspector, True),
            (self.other_courier, False),
            (self.other_clerk, False),
            (self.other_specialist, False),
        ):
            with self.subTest(user=user.login):
                rows = self.env["tthc.paper.loss"].with_user(user)
                self.assertEqual(loss.id in rows.search([]).ids, sees)
        for user in (self.editor, self.hr, self.reporter):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["tthc.paper.loss"].with_user(user).search([])

    def test_courier_sees_the_code_of_a_loss_and_nothing_of_the_dossier(self):
        loss = self.lost().with_user(self.courier)
        self.assertEqual(loss.code, loss.sudo().dossier_id.code)
        for name in ("owner_name", "owner_identity", "version_id"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                loss.dossier_id.mapped(name)
