from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY
from .forms_common import FormCase


class TestPrintLog(FormCase):
    """Who printed which form on which edition, and for the how manieth time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center.opinion_slip = False
        cls.form = cls.env.ref("tthc_dossier.form_mau_01")
        cls.dossier = cls.receive()

    def _hand_out(self, user=None, report="receipt"):
        """Print as the browser does: the file, then the log."""
        user = user or self.clerk
        printed = self.print_form(report, self.dossier, user)
        form = self.env.ref(f"tthc_dossier.action_report_{report}").tthc_form_id
        self.dossier.with_user(user)._tthc_after_print(form, len(form._copies()))
        return printed

    def test_each_print_is_one_row_of_the_list(self):
        with frozen(THURSDAY):
            self._hand_out()
            self._hand_out(self.manager)
        second, first = self.dossier.with_user(self.clerk).print_ids
        self.assertEqual(first.print_form, self.form.name)
        self.assertEqual((first.print_number, second.print_number), (1, 2))
        self.assertEqual(first.print_copies, 2)
        self.assertEqual((first.user_id, second.user_id), (self.clerk, self.manager))
        self.assertEqual(first.happened_at, THURSDAY)
        self.assertRegex(first.with_context(lang="en_US").print_edition, "RS2025, prov")

    def test_reprint_says_that_it_is_one(self):
        self.assertNotIn("In lại", self._hand_out().texts()[0])
        texts = self._hand_out().texts()
        self.assertEqual([("In lại lần 1" in text) for text in texts], [True, True])
        self.assertIn("In lại lần 2", self._hand_out().texts()[0])

    def test_form_that_does_not_mark_reprints_prints_alike(self):
        self.form.mark_reprints = False
        self._hand_out()
        self.assertNotIn("In lại", self._hand_out().texts()[0])

    def test_corrected_receipt_is_no_reprint(self):
        self._hand_out()
        self.dossier.with_user(self.clerk).action_correct_receipt(
            "Sai tên", {"owner_name": "Nguyễn Văn Đúc"}
        )
        self.assertNotIn("In lại", self._hand_out().texts()[0])
        self.assertIn("In lại lần 1", self._hand_out().texts()[0])

    def test_other_form_is_no_reprint(self):
        self._hand_out()
        self._hand_out(report="control")
        self.assertEqual(self.dossier.print_ids[0].print_number, 1)

    def test_log_of_a_print_holds_no_personal_data(self):
        self._hand_out()
        payload = self.dossier.print_ids.payload
        for secret in ("Nguyễn", "0912345678", "075088001234"):
            self.assertNotIn(secret, payload)

    def test_chain_of_the_log_stays_whole(self):
        self._hand_out()
        self._hand_out(self.manager)
        events = self.env["tthc.dossier.event"]
        self.assertFalse(events._broken_chains(self.dossier))

    def test_group_receipt_is_on_the_log_of_each_dossier(self):
        dossiers = self.receive(group_key="g") | self.receive(group_key="g")
        group = dossiers.group_id.with_user(self.clerk)
        form = self.env.ref("tthc_dossier.form_mau_01_chung")
        group._tthc_after_print(form, 2)
        self.assertEqual(group._tthc_earlier_prints(form), {group.id: 1})
        for dossier in dossiers:
            self.assertEqual(dossier.print_ids.print_form, form.name)

    def test_who_prints_nothing_leaves_no_trace(self):
        for user in (self.other_clerk, self.courier, self.hr):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._hand_out(user)
        self.assertFalse(self.dossier.print_ids)

    # -- the dialog -----------------------------------------------------------------

    def _dialog(self, user, dossiers=None):
        dossiers = dossiers or self.dossier
        return Form(
            self.env["tthc.dossier.print"]
            .with_user(user)
            .with_context(lang="en_US", active_ids=dossiers.ids)
        )

    def test_dialog_offers_what_the_role_may_print_of_this_state(self):
        offered = {
            user: set(self._dialog(user).printable_ids[:].mapped("code"))
            for user in (self.clerk, self.specialist, self.inspector)
        }
        self.assertIn("mau_01", offered[self.clerk])
        self.assertNotIn("mau_02", offered[self.clerk])
        self.assertNotIn("thong_bao_dung", offered[self.clerk])
        self.assertNotIn("mau_01", offered[self.specialist])
        self.assertIn("mau_05", offered[self.specialist])
        self.assertEqual(offered[self.inspector], {"mau_05"})

    def test_dialog_says_that_the_edition_is_provisional(self):
        with self._dialog(self.clerk) as dialog:
            dialog.form_id = self.form
            self.assertEqual(dialog.edition, "RS2025")
            self.assertTrue(dialog.is_provisional)
            self.assertEqual(dialog.paper, "A5, 2 copies")
            self.assertEqual(dialog.printed_before, 0)
            dialog.form_id = self.env.ref("tthc_dossier.form_nhan_ho_so")
            self.assertFalse(dialog.is_provisional)

    def test_no_form_of_the_law_claims_to_have_been_compared(self):
        codes = [f"mau_0{number}" for number in range(1, 7)] + ["thong_bao_dung"]
        forms = self.env["tthc.form"].search([("code", "in", codes)])
        self.assertEqual(len(forms), 7)
        self.assertEqual(set(forms.mapped("edition_state")), {"provisional"})

    def test_dialog_prints_many_dossiers_at_once(self):
        dossiers = self.dossier | self.receive()
        dialog = self._dialog(self.clerk, dossiers)
        dialog.form_id = self.form
        action = dialog.save().action_print()
        self.assertEqual(action["report_type"], "tthc-pdf")
        self.assertEqual(set(action["context"]["active_ids"]), set(dossiers.ids))

    def test_dialog_without_a_form_says_so(self):
        wizard = self.env["tthc.dossier.print"].create(
            {"dossier_ids": self.dossier.ids, "form_id": False}
        )
        with self.assertRaises(UserError):
            wizard.action_print()

    def test_dialog_of_somebody_elses_dossier_does_not_open(self):
        with self.assertRaises(AccessError):
            self._dialog(self.other_clerk)
