import { registry } from "@web/core/registry";

const FORM = ".o_form_view";
const row = (name) => `.o_data_row:contains(${name})`;

registry.category("web_tour.tours").add("tthc_training", {
    url: "/odoo/training-needs",
    steps: () => [
        {
            content: "both people in post lack the training",
            trigger: `.o_list_view:has(${row("Phạm Thị Chính")}):has(${row("Trần Văn Phòng")})`,
        },
        { trigger: ".o_list_table thead .o_list_record_selector input", run: "click" },
        { trigger: "button[name=action_plan]", run: "click" },
        {
            content: "they stand on the list of a new session",
            trigger: `${FORM}:has(.o_data_row:contains(Trần Văn Phòng)) .o_field_widget[name=place] input`,
            run: "edit Hội trường && press Tab",
        },
        // The day comes last: the calendar takes the focus while it closes.
        {
            trigger: `${FORM} .o_field_widget[name=date_from] input`,
            run: "edit 02/03/2026 && press Tab",
        },
        {
            content: "its half-days are counted",
            trigger: `${FORM} .o_field_widget[name=half_day_count]`,
        },
        { trigger: `${FORM} .o_field_widget[name=place] input:value(Hội trường)` },
        { trigger: `${FORM} button[name=action_invite]`, run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: `${FORM} .o_arrow_button_current:contains(Đã mời)` },
        { trigger: `${FORM} button[name=action_attendance].btn-primary`, run: "click" },
        {
            content: "one is ticked by the switch",
            trigger: `${row("Phạm Thị Chính")} .o_boolean_toggle input`,
            run: "click",
        },
        { trigger: `${row("Phạm Thị Chính")}:contains(Có mặt)` },
        {
            content: "the other one is chosen, and ticked by the button",
            trigger: `${row("Trần Văn Phòng")} .o_list_record_selector input`,
            run: "click",
        },
        { trigger: "button[name=action_attend]", run: "click" },
        { trigger: `${row("Trần Văn Phòng")} [name=state]:contains(Có mặt)` },
        { trigger: ".o_back_button a, .breadcrumb-item:last a", run: "click" },
        { trigger: `${FORM} button[name=action_close]`, run: "click" },
        { trigger: `${FORM} .o_arrow_button_current:contains(Đã tổ chức)` },
        { trigger: ".breadcrumb-item:first a, .o_back_button a", run: "click" },
        {
            content: "nobody lacks a training any more",
            trigger: ".o_view_nocontent:contains(Không ai đang làm việc thiếu tập huấn)",
        },
    ],
});
