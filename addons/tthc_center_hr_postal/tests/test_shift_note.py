from odoo.tests import Form

from odoo.addons.tthc_postal.tests.common import PostalCase


class TestShiftNoteFolders(PostalCase):
    def test_the_note_starts_with_the_papers_at_the_counter(self):
        self.receive()
        held = self.env["tthc.paper"].search_count(
            [("holder_id", "=", self.at_counter.id)]
        )
        self.assertGreater(held, 0)
        form = Form(self.env["tthc.shift.note"].with_user(self.clerk))
        form.counter_id = self.counter
        self.assertEqual(form.folder_count, held)
