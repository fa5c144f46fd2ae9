import { registry } from "@web/core/registry";
import { browser } from "@web/core/browser/browser";

const FORM = ".o_form_view";

registry.category("web_tour.tours").add("tthc_card_life", {
    url: "/odoo/without-a-card",
    steps: () => [
        {
            content: "who is in post without a card",
            trigger: ".o_data_row:contains(Trần Văn Phòng) .o_list_record_selector input",
            run: "click",
        },
        { trigger: ".o_list_buttons button[name=action_make_cards], .o_control_panel button[name=action_make_cards]", run: "click" },
        {
            content: "the queue: new, with the picture",
            trigger: ".o_kanban_record:contains(Trần Văn Phòng) img",
            run: "click",
        },
        { trigger: `${FORM} button[name=action_check]`, run: "click" },
        {
            trigger: `${FORM} button[name=action_print].btn-primary`,
            // a test browser opens no tab: the file is asked for all the same
            run: () => {
                browser.open = (url) => {
                    window.tthcPrinted = fetch(url).then((answer) => answer.status);
                    return window;
                };
            },
        },
        { trigger: `${FORM} button[name=action_print].btn-primary`, run: "click" },
        {
            content: "the sheet is made, and the card is printed",
            trigger: FORM,
            run: async () => {
                while (!window.tthcPrinted) {
                    await new Promise((resolve) => setTimeout(resolve, 50));
                }
                if ((await window.tthcPrinted) !== 200) {
                    throw new Error("The sheet was not made");
                }
            },
        },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        { trigger: ".o_kanban_group:contains(Đã in) .o_kanban_record:contains(Trần Văn Phòng)", run: "click" },
        { trigger: `${FORM} button[name=action_hand_out]`, run: "click" },
        { trigger: `${FORM} .o_field_widget[name=standing]:contains(Còn giá trị)` },
        { trigger: `${FORM} button:contains(Báo mất)`, run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Rơi trên đường đi" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        {
            content: "the new card is proposed and opens",
            trigger: `${FORM} button[name=action_check]`,
        },
        { trigger: `${FORM} .o_field_widget[name=replaces_id]:contains(0001/2026)` },
    ],
});

registry.category("web_tour.tours").add("tthc_photo_crop", {
    steps: () => [
        { trigger: `${FORM} .o_field_widget[name=photo_problem]:contains(1000 × 800)` },
        { trigger: ".o_field_widget[name=photo] .tthc_crop_button:not(:visible), .o_field_widget[name=photo] .tthc_crop_button", run: () => document.querySelector(".tthc_crop_button").click() },
        { trigger: ".modal .cropper-crop-box" },
        { trigger: ".modal .tthc_photo_dots:contains(600 × 800)" },
        { trigger: ".modal footer .btn-primary:not([disabled])", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: `${FORM}:not(:has(.o_field_widget[name=photo_problem])) .o_form_saved, ${FORM}:not(:has(.o_field_widget[name=photo_problem]))` },
    ],
});
