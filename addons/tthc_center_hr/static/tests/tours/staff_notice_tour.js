import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("tthc_staff_notice_send", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('02/2026') .o_data_cell[name=display_name]",
            run: "click",
        },
        {
            content: "What nothing counted says so",
            trigger:
                ".o_data_row:contains('Trần Văn Phòng') [name=time_text]:contains('chưa có dữ liệu')",
        },
        {
            trigger: ".o_data_row:contains('Phạm Thị Chính') .o_data_cell[name=note]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=note] input",
            run: "edit Tận tình, đúng giờ",
        },
        { trigger: ".o_field_widget[name=number] input", run: "edit 15/TB-TTHC" },
        { trigger: "button[name=action_check]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=checked]" },
        { trigger: "button[name=action_send]", run: "click" },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        {
            content: "Sent, and on record who is told",
            trigger: ".o_arrow_button_current[data-value=sent]",
        },
        { trigger: ".o_field_widget[name=told_ids] .o_data_row" },
    ],
});

tours.add("tthc_staff_notice_read", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('02/2026') .o_data_cell[name=display_name]",
            run: "click",
        },
        {
            content: "The agency's leader reads what was sent",
            trigger:
                ".o_data_row:contains('Phạm Thị Chính') [name=note]:contains('Tận tình, đúng giờ')",
        },
        {
            content: "And changes nothing of it",
            trigger: ".o_form_view:not(:has(button[name=action_check]))",
        },
    ],
});
