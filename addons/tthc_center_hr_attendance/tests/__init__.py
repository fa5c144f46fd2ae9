from . import test_translations
from . import test_attended
from . import test_notice_attendance
