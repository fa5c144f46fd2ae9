import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// What a row of the list is given, cell by cell; it is checked when one leaves a cell.
function fill(name, text) {
    return {
        trigger: `.modal .o_selected_row .o_field_widget[name=${name}] input`,
        run: `edit ${text} && press Tab`,
    };
}

tours.add("tthc_assignment_propose", {
    steps: () => [
        {
            trigger: ".o_menu_sections [data-menu-xmlid='tthc_center_hr.menu_root']",
            run: "click",
        },
        {
            trigger: ".dropdown-item[data-menu-xmlid='tthc_center_hr.menu_assignment_list']",
            run: "click",
        },
        { trigger: ".modal .o_field_x2many_list_row_add a", run: "click" },
        fill("name", "Lê Thị Mới"),
        fill("title", "Chuyên viên"),
        fill("phone", "09120"),
        {
            content: "What is wrong with the row is said in it",
            trigger: ".modal .o_field_widget[name=problem]:contains('bắt đầu bằng 0')",
        },
        fill("phone", "0912 000 007"),
        { trigger: ".modal:not(:has(.alert-danger))" },
        { trigger: ".modal .alert-warning:contains('dự phòng')" },
        { trigger: ".modal-footer button[name=action_make]", run: "click" },
        {
            content: "Proposed",
            trigger: ".o_form_view .o_arrow_button_current[data-value=proposed]",
        },
    ],
});

tours.add("tthc_assignment_decide", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('Lê Thị Mới') .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "What speaks against it is shown with its article",
            trigger: ".alert-warning .o_field_widget[name=findings]:contains('11.1')",
        },
        { trigger: "button[name=action_draft_decision]", run: "click" },
        { trigger: ".o_field_widget[name=number] input", run: "edit 77/QĐ-UBND" },
        {
            trigger: ".o_field_widget[name=signer] input",
            run: "edit Nguyễn Văn Chủ Tịch",
        },
        { trigger: ".o_field_widget[name=date] :is(button, input)", run: "click" },
        { trigger: ".o_datetime_picker .o_today", run: "click" },
        {
            content: "The calendar is closed and the day taken over",
            trigger: ".o_field_widget[name=date] button:contains(/2026/)",
        },
        { trigger: ".o_data_row .o_data_cell[name=override_reason]", run: "click" },
        {
            trigger: ".o_selected_row .o_field_widget[name=override_reason] input",
            run: "edit Mới chuyển ngạch",
        },
        { trigger: "button[name=action_issue]", run: "click" },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        {
            content: "In force",
            trigger: ".o_form_view .o_arrow_button_current[data-value=issued]",
        },
    ],
});
