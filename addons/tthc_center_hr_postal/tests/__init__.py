from . import test_shift_note
from . import test_translations
