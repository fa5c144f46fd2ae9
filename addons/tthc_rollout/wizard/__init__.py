from . import tthc_readiness_act
