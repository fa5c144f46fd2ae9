from . import uniform_download
from . import assignment_list_template
