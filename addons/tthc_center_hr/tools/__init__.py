from . import size_sheet
