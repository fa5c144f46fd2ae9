"""The spreadsheet of the manager's dashboard, written as data.

Odoo Community shows spreadsheets and edits none: this builds the file that
``data/tthc_dashboard_data.xml`` loads. ``python dashboard_sheet.py`` writes it anew; a
test compares the two.
"""

import json
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "files" / "center_dashboard.json"
#: Format of o-spreadsheet that the file is written in.
VERSION = "18.5.10"
ANALYSIS, RISK = "tthc.dossier.analysis", "tthc.risk"
PERIOD, CENTER, AGENCY = "period", "center", "agency"
SETTLED = ["kind", "in", ["resolved", "returned"]]
OPEN_RISK = [
    "dossier_id.state",
    "in",
    ["received", "processing", "supplement", "fee_wait"],
]
#: Columns of the sheet, and agencies in its table.
COLUMNS, AGENCIES = 6, 10
WIDTH = 172
#: Look of cells: heading, label, figure, one of what is late, head, row, right head.
STYLES = {
    "1": {"bold": True, "fontSize": 14, "textColor": "#01666B"},
    "2": {"fontSize": 10, "textColor": "#434343", "align": "left", "wrapping": "wrap"},
    "3": {"bold": True, "fontSize": 24, "align": "left", "textColor": "#111111"},
    "4": {"bold": True, "fontSize": 24, "align": "left", "textColor": "#B02A37"},
    "5": {"bold": True, "fontSize": 11, "textColor": "#434343"},
    "7": {"bold": True, "fontSize": 11, "textColor": "#434343", "align": "right"},
    "6": {"verticalAlign": "middle", "textColor": "#434343"},
}
FORMATS = {"1": "0", "2": '0.0"%"', "3": "0.0"}
#: How the file itself writes numbers; readers see them in their own language.
LOCALE = {
    "name": "English (US)",
    "code": "en_US",
    "thousandsSeparator": ",",
    "decimalSeparator": ".",
    "dateFormat": "m/d/yyyy",
    "timeFormat": "hh:mm:ss a",
    "formulaArgSeparator": ",",
    "weekStart": 7,
}
#: What a click on a chart opens.
CHART_MENUS = {
    "trend": "tthc_report.menu_tthc_dossier_analysis",
    "late": "tthc_report.menu_tthc_dossier_analysis",
    "levels": "tthc_report.menu_tthc_risk",
    "channels": "tthc_report.menu_tthc_dossier_analysis",
}


def sheet():
    """The spreadsheet.

    :return: dict as ``spreadsheet_data`` of a dashboard has it
    """
    pivots, cells = {}, {}
    styles, formats = {}, {}

    def figure(
        column,
        row,
        label,
        measure,
        domain,
        *,
        late=False,
        model=ANALYSIS,
        day=None,
        form="1",
    ):
        """One figure with its word above, that opens its list."""
        number = str(len(pivots) + 1)
        field, _colon, aggregator = measure.partition(":")
        pivots[number] = _pivot(number, label, model, domain, field, aggregator, day)
        letter = "ABCDEF"[column]
        cells[f"{letter}{row}"] = f'=_t("{label}")'
        cells[f"{letter}{row + 1}"] = f'=PIVOT.VALUE({number},"{measure}")'
        styles[f"{letter}{row}"] = 2
        styles[f"{letter}{row + 1}"] = 4 if late else 3
        formats[f"{letter}{row + 1}"] = int(form)

    _today(cells, styles, figure)
    _period(cells, styles, figure)
    figures = _charts()
    _table(cells, styles, formats, pivots)
    return {
        "version": VERSION,
        "sheets": [_page(cells, styles, formats, figures)],
        "styles": STYLES,
        "formats": FORMATS,
        "borders": {},
        "revisionId": "START_REVISION",
        "uniqueFigureIds": True,
        "settings": {"locale": LOCALE},
        "pivots": pivots,
        "pivotNextId": len(pivots) + 1,
        "customTableStyles": {},
        "globalFilters": _filters(),
        "lists": {},
        "listNextId": 1,
        "chartOdooMenusReferences": CHART_MENUS,
    }


def _page(cells, styles, formats, figures):
    """The one page of the dashboard."""
    return {
        "id": "center",
        "name": "Dashboard",
        "colNumber": COLUMNS,
        "rowNumber": 60,
        "rows": {"3": {"size": 48}, "7": {"size": 48}},
        "cols": {str(number): {"size": WIDTH} for number in range(COLUMNS)},
        "merges": [],
        "cells": cells,
        "styles": styles,
        "formats": formats,
        "borders": {},
        "conditionalFormats": [],
        "dataValidationRules": [],
        "figures": figures,
        "tables": [],
        "areGridLinesVisible": False,
        "isVisible": True,
        "headerGroups": {"ROW": [], "COL": []},
        "comments": {},
    }


def _today(cells, styles, figure):
    cells["A1"] = '=_t("Today")'
    styles["A1"] = 1
    today = "today"
    late = [["kind", "=", "open"], ["is_late", "=", True]]
    due = [["kind", "=", "open"], ["due_on", "=", today]]
    soon = [OPEN_RISK, ["level", "=", "will_be_late"]]
    count = "__count"
    figure(0, 3, "Received today", count, [["entered_on", "=", today]])
    figure(1, 3, "Settled today", count, [["registered_on", "=", today]])
    figure(2, 3, "Returned today", count, [["handed_on", "=", today]])
    figure(3, 3, "Still due today", count, due)
    figure(4, 3, "Late", count, late, late=True)
    figure(5, 3, "Will be late", count, soon, late=True, model=RISK)


def _period(cells, styles, figure):
    cells["A6"] = '=_t("In the period above")'
    styles["A6"] = 1
    late = [SETTLED, ["punctuality", "=", "late"]]
    day = "registered_on"
    figure(0, 7, "Received", "__count", [], day="entered_on")
    figure(1, 7, "Settled", "__count", [SETTLED], day=day)
    figure(2, 7, "Settled late", "__count", late, late=True, day=day)
    figure(3, 7, "Settled late (%)", "late_rate:avg", [SETTLED], day=day, form="2")
    figure(4, 7, "Working hours each", "hours_whole:avg", [SETTLED], day=day, form="3")
    figure(5, 7, "Letters of apology", "apology_count:sum", [SETTLED], day=day)


def _table(cells, styles, formats, pivots):
    """Agencies of the period, those with most that is late first."""
    number = str(len(pivots) + 1)
    measures = [
        ("Settled", "settled_count:sum", 1),
        ("Settled late", "settled_late_count:sum", 1),
        ("Settled late (%)", "late_rate:avg", 2),
        ("Days late", "days_late:sum", 1),
        ("Working hours each", "hours_whole:avg", 3),
    ]
    pivots[number] = {
        **_pivot(number, "By agency", ANALYSIS, [SETTLED], None, None, "registered_on"),
        "measures": [_measure(measure) for _label, measure, _form in measures],
        "rows": [{"fieldName": "agency_id"}],
        "sortedColumn": {
            "measure": "settled_late_count:sum",
            "order": "desc",
            "domain": [],
        },
    }
    first = 40
    cells[f"A{first - 2}"] = '=_t("By agency, in the period above")'
    cells[f"A{first - 1}"] = '=_t("Lead agency")'
    styles[f"A{first - 2}"] = 1
    styles[f"A{first - 1}"] = 5
    styles[f"B{first - 1}:F{first - 1}"] = 7
    styles[f"A{first}:F{first + AGENCIES - 1}"] = 6
    for column, (label, measure, form) in zip("BCDEF", measures, strict=True):
        cells[f"{column}{first - 1}"] = f'=_t("{label}")'
        for place in range(1, AGENCIES + 1):
            cells[f"{column}{first + place - 1}"] = (
                f'=PIVOT.VALUE({number},"{measure}","#agency_id",{place})'
            )
        formats[f"{column}{first}:{column}{first + AGENCIES - 1}"] = form
    for place in range(1, AGENCIES + 1):
        cells[f"A{first + place - 1}"] = f'=PIVOT.HEADER({number},"#agency_id",{place})'


def _charts():
    year = [SETTLED, ["registered_on", ">=", "today -11m =1d"]]
    late = [["kind", "=", "open"], ["is_late", "=", True]]
    return [
        _chart(
            "trend",
            "Settled, twelve months",
            "bar",
            0,
            0,
            year,
            ["registered_on:month", "punctuality"],
            stacked=True,
        ),
        _chart("late", "Late now, by agency", "bar", 1, 0, late, ["agency_id"]),
        _chart(
            "levels", "Overdue risk", "bar", 0, 1, [OPEN_RISK], ["level"], model=RISK
        ),
        _chart(
            "channels",
            "Received in the period, by channel",
            "pie",
            1,
            1,
            [],
            ["channel"],
            day="entered_on",
        ),
    ]


def _chart(
    name,
    title,
    mode,
    column,
    row,
    domain,
    groups,
    *,
    model=ANALYSIS,
    stacked=False,
    day=None,
):
    wide, high = WIDTH * COLUMNS // 2 - 8, 300
    return {
        "id": name,
        "width": wide,
        "height": high,
        "tag": "chart",
        "col": 0,
        "row": 0,
        "offset": {"x": column * (wide + 16), "y": 262 + row * (high + 12)},
        "data": {
            "chartId": name,
            "type": f"odoo_{mode}",
            "title": {"text": title, "bold": True, "color": "#434343"},
            "background": "#FFFFFF",
            "legendPosition": "top" if len(groups) > 1 or mode == "pie" else "none",
            "verticalAxisPosition": "left",
            "stacked": stacked,
            "dataSets": [],
            "metaData": {
                "groupBy": groups,
                "measure": "__count",
                "order": None if ":" in groups[0] else "DESC",
                "resModel": model,
                "mode": mode,
                "cumulatedStart": False,
            },
            "searchParams": {
                "comparison": None,
                "context": {},
                "domain": domain,
                "groupBy": groups,
                "orderBy": [],
            },
            "fieldMatching": _matching(day),
        },
    }


def _pivot(number, name, model, domain, field, aggregator, day):
    return {
        "type": "ODOO",
        "id": number,
        "formulaId": number,
        "name": name,
        "model": model,
        "domain": domain,
        "context": {},
        "columns": [],
        "rows": [],
        "measures": [_measure(f"{field}:{aggregator}" if aggregator else field)]
        if field
        else [],
        "sortedColumn": None,
        "fieldMatching": _matching(day),
    }


def _measure(name):
    field, _colon, aggregator = name.partition(":")
    measure = {"id": name, "fieldName": field}
    return {**measure, "aggregator": aggregator} if aggregator else measure


def _matching(day):
    """How the filters bear on a figure; what is of today knows no period.

    :param day: field that the period is about, or None
    """
    matching = {
        CENTER: {"chain": "center_id", "type": "many2one"},
        AGENCY: {"chain": "agency_id", "type": "many2one"},
    }
    if day:
        matching[PERIOD] = {"chain": day, "type": "date", "offset": 0}
    return matching


def _filters():
    return [
        {
            "id": PERIOD,
            "type": "date",
            "label": "Period",
            "defaultValue": "this_month",
        },
        {
            "id": CENTER,
            "type": "relation",
            "label": "Center",
            "modelName": "tthc.center",
            "defaultValueDisplayNames": [],
        },
        {
            "id": AGENCY,
            "type": "relation",
            "label": "Lead agency",
            "modelName": "tthc.agency",
            "defaultValueDisplayNames": [],
        },
    ]


def text():
    """The file as it stands on disk."""
    return json.dumps(sheet(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
