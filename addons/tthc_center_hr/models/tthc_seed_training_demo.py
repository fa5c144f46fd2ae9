from datetime import timedelta

from odoo import api, models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: Topics, days from today, place, and what became of it.
SESSIONS = (
    ("one_stop", -75, "held"),
    ("software", -60, "held"),
    ("manners", -20, "held"),
    ("procedures", 0, "invited"),
    ("software", 9, "draft"),
)
HALL = "Hội trường tầng 2 (demo)"
TRAINER = "Nguyễn Thị Giảng Viên (demo)"
#: Every so many-th person did not come, or failed.
ABSENT, FAILED = 9, 7


class TthcSeedTrainingDemo(models.AbstractModel):
    """Trains the people of the demo center; some were away, some failed."""

    _name = "tthc.seed.training.demo"
    _description = "Loader of the demo's trainings"

    @api.model
    def _load_training_demo(self):
        """Three trainings that were held, one of today, one that is being planned."""
        center = self.env.ref("tthc_base.center_province")
        rules = self.env["tthc.training.rule"].search([], limit=20)
        rules.center_ids = center
        posts = self.env["tthc.assignment"].search(
            [
                ("center_id", "=", center.id),
                ("role", "in", ("main", "center_staff", "reserve")),
                ("in_post", "=", True),
            ],
            order="id",
        )
        for topic, days, state in SESSIONS:
            self._demo_session(center, posts, topic, days, state)

    @api.model
    def _demo_session(self, center, posts, topic, days, state):
        """A session with its people, led to a state.

        :param topic: end of the topic's external id
        :param days: days from today; the working day from then on
        """
        topic = self.env.ref(f"tthc_center_hr.training_topic_{topic}")
        now = clock.today(VIETNAM)
        day = center.resource_calendar_id.tthc_working_day_from(
            now + timedelta(days=days)
        )
        if state == "invited":
            # a day that is no working day has no training
            day = max(day, now)
        session = self.env["tthc.training.session"].create(
            {
                "topic_id": topic.id,
                "center_id": center.id,
                "date_from": day,
                "place": HALL,
                "trainer": TRAINER,
                "capacity": 40,
            }
        )
        if state == "draft":
            session._gather()
            return
        session._add_people(posts[:30])
        # Nobody is written to about trainings that were never held.
        session._moving().write({"state": "invited"})
        if state == "held":
            self._demo_tick(session)

    @api.model
    def _demo_tick(self, session):
        rows = session.attendee_ids.sorted("id")
        absent = rows.filtered(lambda row: row.id % ABSENT == 0)
        absent.action_excuse("Nghỉ phép (demo)")
        (rows - absent).action_attend()
        if session.examined:
            for number, row in enumerate((rows - absent), 1):
                row.score = 4 if number % FAILED == 0 else 6 + number % 4
            session.action_grade()
        session.action_close()
