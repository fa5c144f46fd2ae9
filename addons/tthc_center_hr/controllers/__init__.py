from . import uniform_download
