from odoo.exceptions import UserError

from .common import CatalogCommon


class TestTerms(CatalogCommon):
    def _channel(self, version, channel, case=None, **values):
        return self.env["tthc.procedure.channel"].create(
            {
                "version_id": version.id,
                "channel": channel,
                "case_id": case.id if case else False,
                **values,
            }
        )

    def _case(self, version, **values):
        return self.env["tthc.procedure.case"].create(
            {"version_id": version.id, "name": "Cấp lại", **values}
        )

    def test_version_decides_where_nothing_else_does(self):
        version = self._new_version()
        self.assertEqual(version._terms(), (version, version))

    def test_case_wins_over_the_version(self):
        version = self._new_version()
        case = self._case(version, limit_value=5, limit_unit="working_day")
        limit, fee = version._terms(case)
        self.assertEqual(limit, case)
        self.assertEqual(fee, version)

    def test_channel_wins_over_the_case(self):
        version = self._new_version()
        case = self._case(version, limit_value=5, limit_unit="working_day")
        online = self._channel(version, "online", limit_value=3, limit_unit="day")
        self.assertEqual(version._terms(case, "online")[0], online)
        self.assertEqual(version._terms(case, "direct")[0], case)

    def test_channel_of_the_case_wins_over_the_channel_of_the_version(self):
        version = self._new_version()
        case = self._case(version)
        self._channel(version, "online", fee_known=True, fee_amount=50000)
        exact = self._channel(version, "online", case, fee_known=True, fee_amount=0)
        self.assertEqual(version._terms(case, "online")[1], exact)

    def test_limit_and_fee_are_looked_up_separately(self):
        version = self._new_version(fee_known=True, fee_amount=100000)
        online = self._channel(version, "online", limit_value=3, limit_unit="day")
        self.assertEqual(version._terms(None, "online"), (online, version))

    def test_fee_of_zero_is_a_fee(self):
        version = self._new_version(fee_known=True, fee_amount=100000)
        online = self._channel(version, "online", fee_known=True, fee_amount=0)
        self.assertEqual(version._terms(None, "online")[1], online)

    def test_number_without_unit_is_no_limit(self):
        version = self._new_version(limit_unit=False)
        self.assertFalse(version._has_limit())
        self.assertEqual(version._limit_label(), "")

    def test_same_day_is_a_limit_without_a_number(self):
        version = self._new_version(limit_value=0, limit_unit="same_day")
        self.assertTrue(version._has_limit())

    def test_limit_in_vietnamese_words(self):
        expected = {
            ("minute", 30): "30 phút",
            ("hour", 0.5): "0,5 giờ làm việc",
            ("half_day", 1): "1 buổi",
            ("same_day", 0): "trong ngày",
            ("working_day", 20): "20 ngày làm việc",
            ("day", 15): "15 ngày",
            ("month", 6): "6 tháng",
        }
        version = self._new_version().with_context(lang="vi_VN")
        for (unit, value), label in expected.items():
            version.write({"limit_unit": unit, "limit_value": value})
            self.assertEqual(version.limit_label, label)

    def test_fee_in_words(self):
        version = self._new_version(fee_text="Theo biểu phí")
        self.assertEqual(version.fee_label, "Theo biểu phí")
        version.write({"fee_known": True, "fee_amount": 0})
        self.assertEqual(version.with_context(lang="en_US").fee_label, "Free")
        version.fee_amount = 75000
        label = version.with_context(lang="vi_VN").fee_label
        self.assertEqual(label.replace("\N{NO-BREAK SPACE}", " "), "75.000 ₫")

    def test_proposal_without_an_agency_is_refused_with_its_text(self):
        version = self._new_version(agency_id=False, competent_text="Cơ quan X")
        with self.assertRaisesRegex(UserError, "agency not known: Cơ quan X"):
            version.action_propose()

    def test_proposal_with_a_number_without_unit_is_refused(self):
        version = self._new_version(limit_value=15, limit_unit=False)
        with self.assertRaisesRegex(UserError, "the limit 15 has no unit"):
            version.action_propose()

    def test_proposal_without_limit_and_date_names_both_faults(self):
        version = self._new_version(limit_value=0, limit_unit=False, valid_from=False)
        with self.assertRaisesRegex(UserError, "no date of effect; no time limit"):
            version.action_propose()
        self.assertEqual(version.draft_reason, "no date of effect; no time limit")

    def test_approval_looks_for_faults_again(self):
        version = self._new_version()
        version.action_propose()
        version.limit_unit = False
        with self.assertRaisesRegex(UserError, "has no unit"):
            version.action_approve()

    def test_law_without_limit_is_an_explicit_flag(self):
        version = self._new_version(limit_value=0, limit_unit=False)
        self.assertTrue(version._faults())
        version.no_legal_limit = True
        self.assertFalse(version._faults())

    def test_limits_of_every_case_are_enough(self):
        version = self._new_version(limit_value=0, limit_unit=False)
        first = self._case(version, limit_value=5, limit_unit="day")
        self.assertFalse(version._faults())
        second = first.copy({"limit_value": 0, "name": "Cấp đổi"})
        self.assertTrue(version._faults())
        second.write({"limit_value": 7})
        self.assertFalse(version._faults())

    def test_several_published_limits_keep_a_draft(self):
        version = self._new_version(limit_doubtful=True)
        with self.assertRaisesRegex(UserError, "several time limits published"):
            version.action_propose()
        self._case(version, limit_value=5, limit_unit="day")
        self.assertFalse(version._faults())

    def test_body_of_the_center_settles_where_the_commune_does(self):
        version = self._new_version(agency_id=False, at_center_body=True)
        self.assertFalse(version._faults())
        self.assertEqual(version._lead_agency(self.other_center), self.ward)

    def test_agency_of_the_version_settles_otherwise(self):
        self.assertEqual(self._new_version()._lead_agency(self.center), self.justice)
