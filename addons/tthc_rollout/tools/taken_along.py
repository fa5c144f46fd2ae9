from odoo.exceptions import UserError


def taken_along(records, what, kind="xlsx"):
    """The action that takes records along as a file.

    :param records: one record, or those of a list in its order
    :param what: key of the files that there are (``controllers/rollout_download.py``)
    :param kind: “xlsx” or “docx”
    :return: action
    :raise AccessError: for records that the user may not read
    :raise UserError: without records
    """
    if not records:
        raise UserError(records.env._("There is nothing in the list to take along."))
    records.check_access("read")
    first, *more = records.ids
    others = f"?more={','.join(map(str, more))}" if more else ""
    return {
        "type": "ir.actions.act_url",
        "url": f"/tthc_rollout/{what}/{first}.{kind}{others}",
        "target": "download",
    }
