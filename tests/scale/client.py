"""What the web client asks for when it shows a list or opens a form."""

from lxml import etree

#: Rows of a page and how far the pager counts, where a list says nothing else.
PAGE = 80
MOST = 10_000
X2MANY = ("one2many", "many2many")


def specification(model, view_type, view=None):
    """Fields that a view reads, as the client asks for them.

    :param model: a model in the environment of the user
    :param view_type: "list" or "form"
    :param view: external id of the view; None takes the model's own
    :return: dict for ``web_read`` and ``web_search_read``
    """
    view_id = model.env.ref(view).id if view else None
    arch = etree.fromstring(model.get_view(view_id, view_type)["arch"])
    return _fields_below(model, arch)


def _fields_below(model, node):
    found = {}
    for child in node:
        if child.tag == "field" and child.get("name") in model._fields:
            found[child.get("name")] = _field(model, child)
        elif not isinstance(child, etree._Comment):
            found.update(_fields_below(model, child))
    return found


def _field(model, node):
    field = model._fields[node.get("name")]
    if field.type == "many2one":
        return {"fields": {"display_name": {}}}
    if field.type not in X2MANY:
        return {}
    comodel = model.env[field.comodel_name]
    views = [child for child in node if child.tag in ("list", "kanban")]
    if views:
        return {"fields": _fields_below(comodel, views[0]), "limit": 40}
    if field.comodel_name == "mail.activity" or node.get("widget") == "many2many_tags":
        return {"fields": {"display_name": {}}}
    if field.type == "one2many":
        return {"fields": specification(comodel, "list"), "limit": 40}
    return {"fields": {"display_name": {}}}


def page_of_list(model, domain, view=None, order=None):
    """What reads one page of a list, with the count that the pager shows.

    :param view: as for :func:`specification`
    :param order: as the list asks for it; None takes the model's own
    :return: callable without arguments
    """
    spec = specification(model, "list", view)
    arch = etree.fromstring(
        model.get_view(view and model.env.ref(view).id, "list")["arch"]
    )
    limit = int(arch.get("limit") or PAGE)
    most = int(arch.get("count_limit") or MOST) + 1

    def read():
        return model.web_search_read(
            domain, spec, limit=limit, order=order, count_limit=most
        )

    return read
