from . import form_print
