from odoo import api, models

#: Left out by hand in the demo, so that the second list of the sheet is not empty.
LEFT_OUT = "Nghỉ không lương cả tháng (demo)"


class TthcSeedAllowanceDemo(models.AbstractModel):
    """A sheet of last month that went to Finance, from posts and roster as they are."""

    _name = "tthc.seed.allowance.demo"
    _description = "Loader of the demo's allowances"

    @api.model
    def _load_allowance_demo(self):
        """HR checks, the manager approves, the sheet is sent."""
        center = self.env.ref("tthc_base.center_province")
        rate = self.env.ref("tthc_center_hr.allowance_rate_dong_nai_52")
        rate.center_ids |= center
        hr = self.env.ref("tthc_base.user_demo_hr")
        manager = self.env.ref("tthc_base.user_demo_manager")
        sheet = self.env["tthc.allowance.sheet"].with_user(hr)
        sheet = sheet.create({"center_id": center.id})
        sheet.action_gather()
        sheet.line_ids.filtered("is_paid")[-1:].hand_reason = LEFT_OUT
        sheet.action_check()
        sheet.with_user(manager).action_approve()
        sheet.action_send()
