from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UniformDownload(http.Controller):
    """The Excel file of an order. Who may read the order may take it."""

    @http.route(
        "/tthc_center_hr/uniform_order/<int:order_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def order(self, order_id):
        """Agencies by sizes, and what is ordered of each size.

        :param order_id: id of a ``tthc.uniform.order``
        """
        order = request.env["tthc.uniform.order"].search([("id", "=", order_id)])
        if not order:
            raise request.not_found()
        name = f"Đơn đặt may {order.number or order.id}-{order.year}.xlsx"
        return request.make_response(
            order._workbook(),
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
