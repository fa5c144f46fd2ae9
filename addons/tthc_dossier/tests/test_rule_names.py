import re
from pathlib import Path

from odoo.tests import BaseCase

#: Rules of domain.md §13 and peers.md §2.3 that the life of a dossier has to keep.
RULES = [f"r{number:02}" for number in (*range(1, 14), 23)]
TIMES = [f"t{number}" for number in range(1, 10)]


class TestRuleNames(BaseCase):
    def test_every_rule_has_a_test_by_its_name(self):
        here = Path(__file__).parent
        names = "\n".join(path.read_text() for path in here.glob("test_*.py"))
        named = set(re.findall(r"def test_([rt]\d+)_", names))
        self.assertFalse({*RULES, *TIMES} - named)
