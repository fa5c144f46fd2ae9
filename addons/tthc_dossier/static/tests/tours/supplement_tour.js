import { registry } from "@web/core/registry";

const PRIMARY = ".o_form_view .o_statusbar_buttons button.btn-primary";
const tours = registry.category("web_tour.tours");

function openFirst() {
    return { trigger: ".o_list_view .o_data_row .o_data_cell[name=owner_name]", run: "click" };
}

tours.add("tthc_supplement_ask_tour", {
    steps: () => [
        openFirst(),
        {
            trigger: ".o_statusbar_buttons button[name]:contains(/supplement|bổ sung/i)",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Thiếu bản vẽ" },
        { trigger: ".modal .o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".modal .o_field_widget[name=line_ids] [name=name] input", run: "edit Bản vẽ" },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_statusbar_buttons button[name=action_undo]" },
    ],
});

tours.add("tthc_supplement_hand_over_tour", {
    steps: () => [
        openFirst(),
        { trigger: `${PRIMARY}[name=action_request_supplement]`, run: "click" },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        {
            content: "The clock stands still, and the form says so",
            trigger: ".o_form_view .fa-pause",
        },
        { trigger: `${PRIMARY}[name=action_accept_supplement]`, run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current[data-value=processing]" },
    ],
});
