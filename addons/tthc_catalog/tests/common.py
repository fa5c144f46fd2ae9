from odoo.fields import Command

from odoo.addons.tthc_base.tests.common import TthcCommon, TthcOrganisation


class CatalogMaker(TthcOrganisation):
    """Makes procedures by hand; nothing is taken from the files or the demo."""

    @classmethod
    def _set_up_catalog(cls):
        """Create what procedures refer to; the organisation is there already."""
        cls.province = cls.env["tthc.admin.unit"].create(
            {"name": "Tỉnh Thử Nghiệm", "code": "990", "level": "1_province"}
        )

    @classmethod
    def _new_version(cls, code="9.000001", province=None, **values):
        """A complete draft of a procedure, which is made where there is none.

        :param code: of the procedure
        :param province: ``tthc.admin.unit`` of a province's own row
        :param values: of the version
        """
        province_id = province.id if province else False
        procedure = cls.env["tthc.procedure"].search(
            [("code", "=", code), ("province_id", "=", province_id)]
        ) or cls.env["tthc.procedure"].create(
            {"code": code, "province_id": province_id}
        )
        return cls.env["tthc.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "name": "Cấp giấy phép thử nghiệm",
                "agency_id": cls.justice.id,
                "valid_from": "2026-01-01",
                "limit_value": 20,
                "limit_unit": "working_day",
                **values,
            }
        )

    @classmethod
    def _new_chain(cls, lines, version=None, **values):
        """A chain with its lines, of a new draft by default.

        :param lines: list of values; a line has a task and an agency unless told
        :param version: ``tthc.procedure.version``; False leaves it waiting
        """
        if version is None:
            version = cls._new_version()
        return cls.env["tthc.procedure.chain"].create(
            {
                "code": "TT01",
                "name": "Nhóm thử nghiệm",
                "version_id": version and version.id,
                "line_ids": [
                    Command.create(
                        {
                            "sequence": 10 * number,
                            "task": f"Việc {number}",
                            "agency_id": cls.justice.id,
                            **line,
                        }
                    )
                    for number, line in enumerate(lines, 1)
                ],
                **values,
            }
        )

    @classmethod
    def _approved_version(cls, code="9.000001", province=None, **values):
        """A version as :meth:`_new_version`, approved."""
        version = cls._new_version(code, province, **values)
        version.action_propose()
        version.action_approve()
        return version

    @classmethod
    def _admit(cls, versions, center=None, **values):
        """Admit procedures to a center, the provincial one by default."""
        return cls.env["tthc.procedure.admission"].create(
            [
                {
                    "procedure_id": procedure.id,
                    "center_id": (center or cls.center).id,
                    **values,
                }
                for procedure in versions.procedure_id
            ]
        )


class CatalogCommon(CatalogMaker, TthcCommon):
    """Base of the tests of the catalog."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_catalog()
