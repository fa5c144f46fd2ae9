import { registry } from "@web/core/registry";
import { printFrame } from "@tthc_base/print/form_print";

registry.category("web_tour.tours").add("tthc_collect_tour", {
    steps: () => [
        {
            content: "A test browser has no printer",
            trigger: ".o_tthc_search input:focus",
            run: () => {
                printFrame.print = async () => {};
            },
        },
        {
            content: "The dossier received last owes its fee",
            trigger: ".o_tthc_recent .o_tthc_collect_recent:contains(75.000)",
        },
        {
            content: "Shift+F9 opens the panel",
            trigger: ".o_tthc_counter",
            run: () => {
                window.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "F9", shiftKey: true, bubbles: true })
                );
            },
        },
        {
            trigger: ".o_tthc_collect_total:contains(75.000)",
        },
        {
            content: "The payer puts a hundred thousand on the desk",
            trigger: ".o_tthc_collect #tthc_given",
            run: "edit 100000",
        },
        {
            trigger: ".o_tthc_collect_change:contains(25.000)",
        },
        {
            trigger: ".o_tthc_collect_confirm",
            run: "click",
        },
        {
            content: "What is to be given back stays on the screen",
            trigger: ".o_notification:contains(25.000)",
        },
        {
            content: "Nothing is owed any more",
            trigger: ".o_tthc_recent:not(:has(.o_tthc_collect_recent))",
        },
    ],
});

registry.category("web_tour.tours").add("tthc_cash_at_night_tour", {
    steps: () => [
        {
            content: "The till that was left open",
            trigger: ".o_list_view .o_data_row .o_data_cell[name=user_id]",
            run: "click",
        },
        { trigger: ".o_form_view .alert-danger:visible" },
        {
            trigger:
                ".o_form_view button:contains(/^(Count and close|Kiểm đếm và chốt quỹ)$/)",
            run: "click",
        },
        {
            content: "Seven notes of ten thousand: five thousand are missing",
            trigger:
                ".modal .o_data_row:has(td:contains(/^10[.,]000$/)) .o_data_cell[name=quantity]",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row [name=quantity] input",
            run: "edit 7",
        },
        {
            trigger: ".modal .o_field_widget[name=difference]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Trả thừa tiền lẻ",
        },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        {
            trigger:
                "body:not(:has(.modal)) .o_form_view button:contains(/^(Hand the cash over|Bàn giao tiền)$/)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=cashier_id] input",
            run: "edit tthc_cashier",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(tthc_cashier)",
            run: "click",
        },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        {
            content: "The cash is with the cashier",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=cashier_id]:contains(tthc_cashier)",
        },
    ],
});
