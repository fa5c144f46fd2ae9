from . import tthc_shift_note
