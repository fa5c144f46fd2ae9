from . import postal_sheet
