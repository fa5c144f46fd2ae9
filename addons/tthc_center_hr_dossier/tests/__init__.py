from . import test_notice_dossier
from . import test_rating_page
from . import test_shift_note
from . import test_translations
