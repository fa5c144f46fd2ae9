from . import tthc_postal_reason
from . import tthc_custody_pin_set
from . import tthc_parcel_ask
from . import tthc_handover_remark
from . import tthc_parcel_settle
from . import tthc_parcel_settlement_sign
from . import tthc_courier_count
from . import tthc_paper_loss_step
