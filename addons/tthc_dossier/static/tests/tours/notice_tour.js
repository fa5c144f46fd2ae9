import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const ROW = ".o_list_view .o_data_row";

tours.add("tthc_notice_failed_tour", {
    steps: () => [
        {
            content: "What failed stands on the list, with the reason",
            trigger: `${ROW}:has(.text-bg-danger) td[name=error]:contains(invalid number)`,
        },
        {
            content: "The number is masked",
            trigger: `${ROW} td[name=address_masked]:contains(••••••5678)`,
        },
    ],
});

tours.add("tthc_notice_gateway_tour", {
    steps: () => [
        { trigger: `${ROW} td[name=name]:contains(Cổng thử)`, run: "click" },
        {
            content: "The address was wrong",
            trigger: ".o_form_view .o_field_widget[name=url] input",
            run: "edit http://127.0.0.1/send",
        },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "A form is left only when it is saved",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        { trigger: `${ROW} td[name=name]:contains(Cổng thử)` },
    ],
});

tours.add("tthc_notice_resend_tour", {
    steps: () => [
        { trigger: `${ROW} button[name=action_resend]`, run: "click" },
        {
            content: "Sending again is asked for, as it may arrive twice",
            trigger: ".modal-footer button.btn-primary",
            run: "click",
        },
        {
            content: "Nothing is left to see to",
            trigger: ".o_view_nocontent_smiling_face",
        },
    ],
});

tours.add("tthc_notice_sent_tour", {
    steps: () => [
        {
            trigger: ".o_notebook .nav-link:contains(/^(Notices|Thông báo)$/)",
            run: "click",
        },
        {
            content: "The dossier says that the citizen was told",
            trigger: ".o_field_widget[name=notice_ids] .o_data_row .text-bg-success",
        },
        {
            trigger: ".o_notebook .nav-link:contains(/^(Log|Nhật ký)$/)",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=event_ids] td:contains(/^(Citizen told|Đã báo công dân)$/)",
        },
    ],
});

tours.add("tthc_notice_phone_tour", {
    steps: () => [
        { trigger: `${ROW} button[name]:has(.fa-phone), ${ROW} .fa-phone`, run: "click" },
        {
            trigger: ".modal .o_field_widget[name=note] input",
            run: "edit Con trai nghe máy",
        },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_view_nocontent_smiling_face" },
    ],
});
