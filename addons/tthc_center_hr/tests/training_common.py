from odoo import fields
from odoo.tests import TransactionCase

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen

from .common import MOMENT, TODAY, HrData


class TrainingData(HrData):
    """A rule and a session of each kind for the people of :class:`HrData`."""

    @classmethod
    def make_training_data(cls):
        """Topics, rules at the test center and a session that is being planned."""
        # The rules that come with the addon hold at no center of the tests.
        cls.topic = cls.make_topic("Quy chế Thử Nghiệm")
        cls.exam = cls.make_topic("Phần mềm Thử Nghiệm", examined=True, pass_score=5)
        cls.rule = cls.make_rule(cls.topic)
        cls.training = cls.make_session()

    @classmethod
    def make_topic(cls, name, **values):
        """A topic without rules."""
        return cls.env["tthc.training.topic"].create({"name": name, **values})

    @classmethod
    def make_rule(cls, topic, **values):
        """Serving people of the test center must have it at once, for good."""
        return cls.env["tthc.training.rule"].create(
            {
                "topic_id": topic.id,
                "center_ids": cls.center.ids,
                "new_days": 0,
                **values,
            }
        )

    @classmethod
    def make_session(cls, *posts, state="draft", **values):
        """A session on the day of the tests with people on it, led to a state.

        :param posts: ``tthc.assignment``
        """
        session = cls.env["tthc.training.session"].create(
            {
                "topic_id": cls.topic.id,
                "center_id": cls.center.id,
                "date_from": "2026-03-02",
                "place": "Hội trường",
                "attendee_ids": [(0, 0, {"assignment_id": post.id}) for post in posts],
                **values,
            }
        )
        if state != "draft":
            session.action_invite()
        if state == "held":
            session.attendee_ids.action_attend()
            session.action_close()
        if state == "cancelled":
            session.action_cancel("Mưa bão")
        return session

    @classmethod
    def bring(cls, row, state):
        """Lead somebody on the list from “not ticked” to a state."""
        ways = {
            "invited": "",
            "attended": "attend",
            "passed": "attend pass",
            "failed": "attend fail",
            "absent": "miss",
            "excused": "excuse",
        }
        for name in ways[state].split():
            cls.move(row, name)
        return row

    @staticmethod
    def move(row, name):
        """Make a move of :data:`ATTENDEE_MOVES` or :data:`SESSION_MOVES`."""
        reason = ["Ốm"] if name in ("excuse", "cancel", "reopen") else []
        getattr(row, f"action_{name}")(*reason)

    def need_of(self, post, day=None):
        """What a post asks for in training, as of a day."""
        needs = self.env["tthc.training.need"]._at(fields.Date.to_date(day) or TODAY)
        return needs.search([("assignment_id", "=", post.id)])

    def told(self, session):
        """The notices of a session: subject → names of who is told."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", session._name),
                ("res_id", "=", session.id),
                ("message_type", "=", "user_notification"),
            ],
            order="id",
        )
        found = {}
        for message in messages:
            key = message.subject.split(":")[0]
            found.setdefault(key, []).extend(message.partner_ids.mapped("name"))
        return found


class TrainingCase(TrainingData, TthcOrganisation, TransactionCase):
    """Base of the tests of trainings, at the moment of the HR tests (a Monday)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_training_data()
        for user in cls.users.values():
            user.lang = "en_US"
