import base64
import io

from PIL import Image, ImageDraw

from odoo import Command, api, models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: So many of the pieces that came are signed for.
SIGNED = 4


class TthcSeedUniformDemo(models.AbstractModel):
    """Plays a year's uniforms with the people of the demo."""

    _name = "tthc.seed.uniform.demo"
    _description = "Loader of the demo's uniforms"

    @api.model
    def _load_uniform_demo(self):
        """Shirts from sizes to an exchange; trousers whose sizes are being gathered."""
        hr = self.env.ref("tthc_base.user_demo_hr")
        center = hr.tthc_center_id
        seed = self.with_user(hr).with_context(lang="vi_VN")
        seed._uniform_demo_shirts(center)
        seed._uniform_demo_gathering(center)

    @api.model
    def _uniform_demo_campaign(self, center, garments, name):
        """An open campaign that ends in a week."""
        calendar = center.resource_calendar_id
        campaign = self.env["tthc.uniform.campaign"].create(
            {
                "name": name,
                "center_id": center.id,
                "garment_ids": [Command.set(garments.ids)],
                "deadline": calendar.tthc_working_day_after(clock.today(VIETNAM), 7),
            }
        )
        campaign.action_open()
        return campaign

    @api.model
    def _uniform_demo_fill(self, campaign, leave=0):
        """Enter sizes, in turn from those that fit.

        :param leave: so many people at the end are left without
        """
        rows = [row for _staff, _garment, row in campaign._sizes()[campaign]]
        for number, row in enumerate(rows[: len(rows) - leave]):
            sizes = row.garment_id.size_ids.filtered(
                lambda size, sex=row.sex: size.sex == sex
            ).sorted()
            row.size_id = sizes[number % len(sizes)]

    @api.model
    def _uniform_demo_shirts(self, center):
        """Ordered, delivered in part, handed out, one exchanged."""
        shirt = self.env.ref("tthc_center_hr.uniform_shirt_an_ph__c")
        campaign = self._uniform_demo_campaign(center, shirt, "Áo sơ mi đợt 1 (demo)")
        self._uniform_demo_fill(campaign)
        campaign.action_close()
        wizard = self.env["tthc.uniform.order.make"].create(
            {
                "campaign_id": campaign.id,
                "center_id": center.id,
                "garment_ids": [Command.set(shirt.ids)],
                "spare_percent": 20,
            }
        )
        order = self.env["tthc.uniform.order"].browse(wizard.action_make()["res_id"])
        order.action_close()
        delivery = self.env["tthc.uniform.delivery"].browse(
            order.action_deliver()["res_id"]
        )
        delivery.reference = "PGH-017 (demo)"
        delivery.line_ids[-1].quantity = 0
        delivery.action_confirm()
        order.action_prepare_issues()
        signature = self._uniform_demo_signature()
        issued = order.issue_ids.sorted("id")[:SIGNED]
        for issue in issued:
            issue.signature = signature
            issue.action_issue()
        self._uniform_demo_exchange(issued, signature)

    @api.model
    def _uniform_demo_exchange(self, issues, signature):
        """Exchange the first piece for which another size is left."""
        free = self.env["tthc.uniform.stock"]._free_at(issues.center_id)
        for line in issues.line_ids:
            others = line.garment_id.size_ids.filtered(
                lambda size, line=line: (
                    size != line.size_id
                    and size.sex == line.size_id.sex
                    and free.get(size.id, 0) > 0
                )
            )
            if others:
                line._exchange(others[0], "Áo chật vai (demo)", signature)
                return

    @api.model
    def _uniform_demo_gathering(self, center):
        """A campaign that still waits for some agencies."""
        garments = self.env.ref("tthc_center_hr.uniform_trousers_demo") | self.env.ref(
            "tthc_center_hr.uniform_skirt_demo"
        )
        campaign = self._uniform_demo_campaign(
            center, garments, "Quần, chân váy năm nay (demo)"
        )
        self._uniform_demo_fill(campaign, leave=3)

    @api.model
    def _uniform_demo_signature(self):
        """A drawn signature of nobody.

        :return: base64 of a PNG
        """
        picture = Image.new("RGBA", (260, 90), (255, 255, 255, 0))
        points = [
            (20 + step * 11, 45 + (-1) ** step * (30 - step)) for step in range(20)
        ]
        ImageDraw.Draw(picture).line(points, fill=(20, 40, 120, 255), width=3)
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        return base64.b64encode(buffer.getvalue())
