from . import rollout_download
