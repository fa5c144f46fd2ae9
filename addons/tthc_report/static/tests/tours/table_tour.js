import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** A test browser has no tab to show a PDF in: its address is kept in the page. */
function keepOpenedAddress() {
    browser.open = (url) => {
        document.body.dataset.openedForm = url;
        return window;
    };
}

/** From the table of this month back to the last, into a cell, and sent. */
registry.category("web_tour.tours").add("tthc_report_table", {
    steps: () => [
        {
            content: "the table of the present month",
            trigger: ".tthc_table p:contains('Tháng 11/2026')",
        },
        { trigger: "button[name=action_previous]", run: "click" },
        { trigger: ".tthc_table p:contains('Tháng 10/2026')" },
        { trigger: "button[name=action_previous]:enabled", run: "click" },
        {
            content: "two months back",
            trigger: ".tthc_table p:contains('Tháng 9/2026')",
        },
        {
            content: "a cell opens its dossiers",
            trigger: ".tthc_table tr[data-row=total] td[data-column=c3] .tthc_figure:contains('1')",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        {
            content: "the table is still that of September",
            trigger: ".tthc_table p:contains('Tháng 9/2026')",
        },
        { trigger: "button[name=action_send_table]", run: "click" },
        { trigger: ".modal [name=receiver] input", run: "edit Văn phòng UBND tỉnh" },
        { trigger: ".modal [name=signer] input", run: "edit Trần Thị Ký" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        {
            content: "as it was sent",
            trigger: ".o_form_view [name=receiver]:contains('Văn phòng UBND tỉnh')",
        },
        {
            content: "a cell opens the dossiers of then",
            trigger: ".tthc_table tr[data-row=total] td[data-column=c3] .tthc_figure",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row td[name=cell_text]:contains('(')" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        {
            trigger: "button[name=action_print]",
            run(helpers) {
                keepOpenedAddress();
                return helpers.click();
            },
        },
        {
            trigger:
                "body[data-opened-form^='/tthc/print/tthc_report.print_table_issue?ids=']",
        },
    ],
});
