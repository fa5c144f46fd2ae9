import { registry } from "@web/core/registry";

/** From a figure of Section II to the procedures that it counts, and to Excel. */
registry.category("web_tour.tours").add("tthc_catalog_count", {
    steps: () => [
        {
            content: "Take table II.07b",
            trigger: ".o_field_widget[name=table] input",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains('II.07b')",
            run: "click",
        },
        {
            content: "Its columns are there",
            trigger: ".tthc_table td[data-column=process_commune]",
        },
        {
            content: "Open what the total counts",
            trigger: ".tthc_table tr.fw-bold td[data-column=total] .tthc_figure",
            run: "click",
        },
        {
            content: "The list has the procedure",
            trigger: ".o_list_view .o_data_row:contains('9.000001')",
        },
    ],
});
