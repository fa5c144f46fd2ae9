from unittest.mock import patch

from odoo import Command

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_postal.tests.common import PostalData


class RiskData(PostalData):
    """Dossiers of two steps, and what those usually take."""

    @classmethod
    def make_risk_data(cls, env):
        """Add a procedure with steps of its own to the data of ``PostalData``.

        :param env: superuser environment
        """
        cls.make_postal_data(env)
        cls.two_steps = cls.make_stepped(env, "1.999002", (10, cls.agency), (20, None))

    @classmethod
    def make_stepped(cls, env, code, *steps, **values):
        """A procedure with steps, five working days in all.

        :param steps: position, ``tthc.agency`` or None for the lead, and perhaps a dict
            of further values
        """
        return cls.make_version(
            env,
            code,
            f"Thủ tục {code}",
            1,
            step_ids=[
                Command.create(
                    {
                        "sequence": sequence,
                        "name": f"Bước {number}",
                        "agency_id": agency and agency.id,
                        "limit_value": 1,
                        "limit_unit": "working_day",
                        **(more[0] if more else {}),
                    }
                )
                for number, (sequence, agency, *more) in enumerate(steps, start=1)
            ],
            **values,
        )

    def usual(self, *spans):
        """Say what steps usually take, by their place in the dossier.

        :param spans: (median, 90th percentile) in hours a step, None for too few done
        """

        def answer(_self, steps):
            told = {}
            for dossier_steps in steps.grouped("dossier_id").values():
                for step, span in zip(dossier_steps, spans, strict=False):
                    if span:
                        told[step] = steps.env["tthc.step.usual"].new(
                            {
                                "median_minutes": span[0] * 60,
                                "p90_minutes": span[1] * 60,
                                "sample": 40,
                                "procedure_id": step.procedure_id.id,
                            }
                        )
            return told

        usual = type(self.env["tthc.step.usual"])
        return patch.object(usual, "_usual", answer)

    def reckon(self, dossier, moment):
        """The sum of one dossier at a moment, naive UTC."""
        with frozen(moment):
            return self.env["tthc.risk.reckoning"]._reckon(dossier)[dossier.id]
