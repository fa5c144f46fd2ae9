import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function state(value) {
    return { trigger: `.o_form_view .o_arrow_button_current[data-value=${value}]` };
}

// Opens the report of an agency from the list.
function openReport(agency) {
    return { trigger: `.o_data_row .o_data_cell:contains('${agency}')`, run: "click" };
}

tours.add("tthc_readiness_open", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Báo cáo tiến độ",
        },
        {
            trigger: ".o_field_widget[name=dispatch_number] input",
            run: "edit 581/SNV-CCHC",
        },
        {
            trigger: ".o_field_widget[name=due_at] button, .o_field_widget[name=due_at] input",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=due_at] input",
            run: "edit 03/03/2026 16:30:00 && press Enter",
        },
        {
            content: "Agencies with a counter at the center",
            trigger: "button[name=action_add_center_agencies]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=agency_ids] .o_tag:contains('Tư pháp')" },
        { trigger: "button[name=action_open]", run: "click" },
        {
            content: "Whom it asks is asked: it can't be undone",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        state("open"),
        { trigger: ".o_field_widget[name=report_ids] .o_data_row:contains('Tư pháp')" },
    ],
});

tours.add("tthc_readiness_file", {
    steps: () => [
        openReport("Tư pháp"),
        {
            content: "Filled in from the system",
            trigger: ".o_field_widget[name=person_ids] .o_data_row:contains('Phạm Thị Chính')",
        },
        {
            content: "What is missing is said beside the form",
            trigger: ".o_tthc_findings:contains('Chưa có lãnh đạo phụ trách')",
        },
        {
            trigger:
                ".o_field_widget[name=person_ids] .o_data_row:contains('Phạm Thị Chính') .o_data_cell[name=phone]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=person_ids] .o_selected_row .o_field_widget[name=phone] input",
            run: "edit 0911222333",
        },
        {
            trigger:
                ".o_field_widget[name=person_ids] .o_selected_row .o_field_widget[name=remark] input",
            run: "edit Số mới",
        },
        { trigger: "button[name=action_file]:visible", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        state("filed"),
        { trigger: ".o_form_view:not(:has(.text-bg-danger:not(.o_invisible_modifier)))" },
    ],
});

tours.add("tthc_readiness_late", {
    steps: () => [
        openReport("Xây dựng"),
        { trigger: ".o_form_view .text-bg-danger:contains('Quá hạn')" },
        { trigger: "button[name=action_file]:visible", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        state("filed"),
        { trigger: ".o_form_view .text-bg-danger:contains('Trễ hạn')" },
    ],
});

tours.add("tthc_readiness_return", {
    steps: () => [
        openReport("Tư pháp"),
        state("filed"),
        { trigger: "button:contains('Trả lại'):visible", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=remarks] textarea",
            run: "edit Bổ sung lãnh đạo phụ trách",
        },
        { trigger: ".modal-footer button[name=action_confirm]", run: "click" },
        { trigger: ".o_form_view .o_arrow_button_current[data-value=returned]" },
    ],
});

tours.add("tthc_readiness_mend", {
    steps: () => [
        openReport("Tư pháp"),
        { trigger: ".alert-warning:contains('Bổ sung lãnh đạo')" },
        {
            trigger: ".o_field_widget[name=person_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=person_ids] .o_selected_row .o_field_widget[name=name] input",
            run: "edit Võ Thị Lãnh",
        },
        {
            trigger:
                ".o_field_widget[name=person_ids] .o_selected_row .o_field_widget[name=role] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('Lãnh đạo phụ trách')",
            run: "click",
        },
        { trigger: "button[name=action_file]:visible", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        state("filed"),
    ],
});

tours.add("tthc_readiness_accept", {
    steps: () => [
        openReport("Tư pháp"),
        { trigger: ".o_field_widget[name=person_ids] .o_data_row:contains('Võ Thị Lãnh')" },
        { trigger: "button[name=action_accept]", run: "click" },
        state("accepted"),
    ],
});

tours.add("tthc_readiness_excel", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains('Báo cáo tiến độ')", run: "click" },
        {
            content: "Both agencies have filed, one of them late",
            trigger: ".o_field_widget[name=report_ids] .o_data_row:contains('Xây dựng'):has(td[name=is_late] input:checked)",
        },
        { trigger: ".oe_stat_button:contains('2/2')" },
        { trigger: "button[name=action_excel]", run: "click" },
        { trigger: ".o_form_view:not(:has(.modal))" },
    ],
});
