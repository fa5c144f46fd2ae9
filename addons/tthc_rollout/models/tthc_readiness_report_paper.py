from odoo import models

from ..tools.readiness_paper import ReadinessPaper
from ..tools.taken_along import taken_along
from .tthc_readiness_count import HEADS


class TthcReadinessReportPaper(models.AbstractModel):
    """The report as a file, laid out like the form of the dispatch."""

    _name = "tthc.readiness.report.paper"
    _description = "Files of a readiness report"

    def action_word(self):
        """Take the report along as a Word file.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "readiness_report", "docx")

    def _paper(self):
        """What the report says, ready to be written to a file."""
        self.ensure_one()
        return ReadinessPaper(self._report_content(), HEADS)

    def _document(self):
        """The report as a Word file; without phones for who may not see them.

        :return: bytes
        """
        return self._paper().word()
