from . import tthc_admission_batch
from . import tthc_catalog_count
from . import tthc_catalog_start
from . import tthc_version_abolition
from . import tthc_version_approval
from . import tthc_chain_resolve
