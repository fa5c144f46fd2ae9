from . import test_shift_note
