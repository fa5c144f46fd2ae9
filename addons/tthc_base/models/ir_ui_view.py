from odoo import fields, models

ATTRIBUTES = {"__validate__", "string", "class", "js_class", "create"}


class IrUiView(models.Model):
    """The view type ``tthc_lanes``: agencies as lanes, their work as bars along days.

    The model of the view answers what is drawn by a public method ``tthc_lanes(domain,
    group_by)``; see ``static/src/lanes/lanes_board.js`` for what it answers. A button
    of the view calls a method of the model with the same two arguments, so that it
    works on what is shown.
    """

    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("tthc_lanes", "Time line")])

    def _get_view_info(self):
        info = {"tthc_lanes": {"icon": "fa fa-align-left", "multi_record": True}}
        return info | super()._get_view_info()

    def _validate_tag_tthc_lanes(self, node, name_manager, node_info):
        if not node_info["validate"]:
            return
        if not hasattr(name_manager.model, "tthc_lanes"):
            self._raise_view_error(
                self.env._(
                    "“%(model)s” has no method tthc_lanes, which says what to draw.",
                    model=name_manager.model._name,
                ),
                node,
            )
        unknown = set(node.attrib) - ATTRIBUTES
        if unknown:
            self._raise_view_error(
                self.env._(
                    "A time line has no attribute “%(name)s”.", name=sorted(unknown)[0]
                ),
                node,
            )
