from . import test_print_addresses
from . import test_print_editions
from . import test_print_js
from . import test_print_pages
from . import test_print_route
from . import test_print_service
