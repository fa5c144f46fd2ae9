import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("tthc_apology_tour", {
    steps: () => [
        {
            content: "The draft of the morning waits on the list",
            trigger: ".o_list_view .o_data_row .o_data_cell[name=finding]",
            run: "click",
        },
        {
            content: "The dossier says that a letter is needed",
            trigger: ".o_form_view .alert-warning:contains(/can't be done|không kịp hạn/)",
        },
        {
            trigger: ".o_form_view button:contains(/^(Sign the apology|Ký phiếu xin lỗi)$/)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Chờ kết quả đo đạc",
        },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        {
            content: "The letter is signed, and nothing is left to sign",
            trigger:
                "body:not(:has(.modal)) .o_form_view:not(:has(.alert-warning:visible))",
        },
        {
            trigger: ".o_notebook .nav-link:contains(/^(Apologies|Xin lỗi, hẹn lại)$/)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=apology_ids] td:contains(1/PXL-2026)",
        },
    ],
});
