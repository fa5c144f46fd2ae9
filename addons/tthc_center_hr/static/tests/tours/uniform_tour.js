import { registry } from "@web/core/registry";

/** Chooses an offer of a many2one in the row or the form. */
const choose = (field, text) => [
    { trigger: `${field} input`, run: `edit ${text}` },
    { trigger: `.o-autocomplete--dropdown-item:contains(${text})`, run: "click" },
];

const confirm = { trigger: ".modal-footer .btn-primary", run: "click" };

/** Draws a stroke on the canvas, as a finger does. */
function stroke({ anchor }) {
    const { left, top } = anchor.getBoundingClientRect();
    const send = (type, step, target) =>
        target.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                buttons: type === "pointerup" ? 0 : 1,
                clientX: left + 20 + 10 * step,
                clientY: top + 20 + 5 * step,
                isPrimary: true,
                pointerId: 1,
            })
        );
    send("pointerdown", 0, anchor);
    for (let step = 1; step < 8; step++) {
        send("pointermove", step, window);
    }
    send("pointerup", 8, window);
}

/** Signs in the dialog that the signature field opens. */
const sign = (place = "") => [
    { trigger: `${place} .o_field_widget[name=signature] .o_signature`, run: "click" },
    { trigger: ".o_web_sign_signature_group canvas", run: stroke },
    {
        trigger: ".modal:has(.o_web_sign_name_and_signature) .btn-primary:enabled",
        run: "click",
    },
    { trigger: `${place} .o_field_widget[name=signature] img.o_signature` },
];

registry.category("web_tour.tours").add("tthc_uniform_campaign", {
    url: "/odoo/uniform-campaigns",
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Đồng phục 2026" },
        ...choose(".o_field_widget[name=garment_ids]", "An Phước"),
        { trigger: ".o_field_widget[name=deadline] button, .o_field_widget[name=deadline] input", run: "click" },
        {
            trigger: ".o_field_widget[name=deadline] input",
            run: "edit 20/03/2026 && press Tab",
        },
        {
            content: "the calendar is closed and the day taken over",
            trigger: ".o_field_widget[name=deadline] button:contains(20/03/2026)",
        },
        { trigger: "button[name=action_open]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(/./)" },
        { content: "both agencies are asked", trigger: "[name=agency_ids] .o_data_row:nth-child(2)" },
    ],
});

registry.category("web_tour.tours").add("tthc_uniform_reporter", {
    url: "/odoo/uniform-progress",
    steps: () => [
        { trigger: "button[name=action_enter]", run: "click" },
        { trigger: ".o_data_row .o_data_cell[name=size_id]", run: "click" },
        { trigger: ".o_data_row .o_field_widget[name=size_id] input", run: "edit 9" },
        { trigger: ".o-autocomplete--dropdown-item:contains(/ 9$/)", run: "click" },
        { trigger: ".o_list_button_save", run: "click" },
        { trigger: ".o_data_row:not(.text-warning) .o_data_cell[name=size_id]:contains(/ 9$/)" },
    ],
});

registry.category("web_tour.tours").add("tthc_uniform_order", {
    url: "/odoo/uniform-campaigns",
    steps: () => [
        { trigger: ".o_data_row .o_data_cell", run: "click" },
        { trigger: ".o_notebook .nav-link[name=grid]", run: "click" },
        { content: "the grid has both people", trigger: ".tthc_size_grid_total:contains(2)" },
        { trigger: ".o_statusbar_buttons .btn-primary", run: "click" },
        { trigger: ".modal .o_field_widget[name=spare_percent] input", run: "edit 50" },
        { trigger: ".modal button[name=action_make]", run: "click" },
        // The campaign behind the dialog has a button of the same name.
        { trigger: ".o_field_widget[name=line_ids] .o_data_row:nth-child(2)" },
        { trigger: "button[name=action_close]", run: "click" },
        confirm,
        { trigger: "button[name=action_deliver]", run: "click" },
        { trigger: "button[name=action_confirm]", run: "click" },
        confirm,
        { trigger: ".o_form_view:not(:has(button[name=action_confirm]))" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: "button[name=action_prepare_issues]", run: "click" },
        { trigger: ".o_data_row .o_data_cell[name=name]:contains(Phạm Thị Chính)", run: "click" },
        ...sign(),
        { trigger: "button[name=action_issue]", run: "click" },
        { trigger: ".o_form_view:not(:has(button[name=action_issue]))" },
        { trigger: ".o_data_row button .fa-exchange", run: "click" },
        { trigger: ".modal .o_field_widget[name=size_id] input", run: "edit 7" },
        { trigger: ".o-autocomplete--dropdown-item:contains(/ 7$/)", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Rộng && click body" },
        ...sign(".modal"),
        { trigger: ".modal button[name=action_exchange]", run: "click" },
        { trigger: ".o_field_widget[name=exchanges_id]" },
        { trigger: ".o_data_cell[name=returned_size_id]:contains(/ 9$/)" },
    ],
});
