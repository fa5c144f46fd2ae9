from . import uniform_download
from . import assignment_list_template
from . import allowance_download
from . import card_page
from . import staff_notice_download
