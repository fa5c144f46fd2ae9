from . import rating_page
