import { registry } from "@web/core/registry";
import { browser } from "@web/core/browser/browser";
import { stepUtils } from "@web_tour/tour_utils";

const FORM = ".o_form_view";

const tours = registry.category("web_tour.tours");

/** The card of the form is in a state. */
function stands(state) {
    return { trigger: `${FORM} .o_arrow_button_current[data-value=${state}]` };
}

/** A button of the form's header is pressed, and leads to a state. */
function press(name, state) {
    return [
        { trigger: `${FORM} .o_statusbar_buttons button[name=${name}]`, run: "click" },
        stands(state),
    ];
}

/** From a checked card to the printed one, without leaving its form. */
function print() {
    return [
        {
            content: "a test browser opens no tab: the file is asked for all the same",
            trigger: `${FORM} button[name=action_print].btn-primary`,
            run() {
                browser.open = (url) => {
                    const tab = { closed: false, location: { href: "about:blank" } };
                    browser.fetch(url).then(async (answer) => {
                        const start = (await answer.text()).slice(0, 4);
                        if (start === "%PDF") {
                            tab.location.href = url;
                        }
                    });
                    return tab;
                };
            },
        },
        ...press("action_print", "printed"),
    ];
}

/** Somebody is chosen among those in post without a card. */
function ask(name) {
    return [
        { trigger: ".o_last_breadcrumb_item:contains(Chưa có thẻ)" },
        {
            content: "who is in post without a card",
            trigger: `.o_data_row:contains(${name}) .o_list_record_selector input`,
            run: "click",
        },
        { trigger: ".o_control_panel button[name=action_make_cards]", run: "click" },
        open("Mới", name),
        stands("new"),
    ];
}

/** The card of somebody is opened from a column of the queue. */
function open(column, name) {
    return {
        content: `the queue: ${column}`,
        trigger: `.o_kanban_group:contains(${column}) .o_kanban_record:contains(${name})`,
        run: "click",
    };
}

/** A picture is chosen from the disk: 1000 × 800 dots, so it has to be cropped. */
async function choosePicture() {
    const canvas = Object.assign(document.createElement("canvas"), {
        width: 1000,
        height: 800,
    });
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#8899aa";
    paper.fillRect(0, 0, 1000, 800);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "anh.jpg", { type: "image/jpeg" }));
    const input = document.querySelector(".o_field_widget[name=photo] input[type=file]");
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** What is inside of the frame is taken over and saved. */
const crop = () => [
    { trigger: ".modal .cropper-crop-box" },
    { trigger: ".modal .tthc_photo_dots:contains(600 × 800)" },
    { trigger: ".modal footer .btn-primary:not([disabled])", run: "click" },
    { trigger: "body:not(:has(.modal))" },
    { trigger: `${FORM}:not(:has(.o_field_widget[name=photo_problem]))` },
    ...stepUtils.saveForm(),
];

tours.add("tthc_card_of_the_new_one", {
    steps: () => [
        {
            content: "in post since this morning",
            trigger:
                ".o_data_row:contains('Lê Thị Mới') .o_data_cell[name=standing]:contains('Đang làm việc')",
        },
        {
            trigger: ".o_menu_sections [data-menu-xmlid='tthc_center_hr.menu_root']",
            run: "click",
        },
        {
            trigger: ".dropdown-item[data-menu-xmlid='tthc_center_hr.menu_card_missing']",
            run: "click",
        },
        ...ask("Lê Thị Mới"),
        {
            content: "without a picture nothing is printed; the form says where to mend it",
            trigger: `${FORM} .alert-warning button[name=action_open_sheet]`,
            run: "click",
        },
        {
            trigger: `${FORM} .o_field_widget[name=photo] input[type=file]:not(:visible)`,
            run: choosePicture,
        },
        ...crop(),
        { trigger: ".breadcrumb-item:last a, .o_back_button", run: "click" },
        { trigger: `${FORM}:not(:has(.alert-warning))` },
        ...press("action_check", "checked"),
        ...print(),
        ...press("action_hand_out", "handed_out"),
        { trigger: `${FORM} .o_field_widget[name=standing]:contains(Còn giá trị)` },
    ],
});

tours.add("tthc_card_handed_out", {
    steps: () => [
        ...ask("Trần Văn Phòng"),
        ...press("action_check", "checked"),
        ...print(),
        ...press("action_hand_out", "handed_out"),
        { trigger: `${FORM} .o_field_widget[name=standing]:contains(Còn giá trị)` },
    ],
});

tours.add("tthc_card_lost", {
    steps: () => [
        open("Đã cấp", "Trần Văn Phòng"),
        { trigger: `${FORM} button:contains(Báo mất)`, run: "click" },
        {
            content: "no loss without the reason",
            trigger: ".modal footer .btn-primary:contains(Báo mất)",
            run: "click",
        },
        { trigger: ".modal .o_field_invalid[name=reason]" },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Rơi trên đường đi",
        },
        {
            trigger: ".modal footer .btn-primary:contains(Báo mất)",
            run: "click",
        },
        { content: "the new card is proposed and opens", ...stands("new") },
        {
            trigger: `${FORM} .o_field_widget[name=replaces_id]:contains(0001/2026)`,
        },
    ],
});

tours.add("tthc_card_replaced", {
    steps: () => [
        open("Mới", "Trần Văn Phòng"),
        ...press("action_check", "checked"),
        ...print(),
        ...press("action_hand_out", "handed_out"),
        { trigger: `${FORM} .o_field_widget[name=code]:contains(0002/2026)` },
    ],
});

tours.add("tthc_photo_crop", {
    steps: () => [
        { trigger: `${FORM} .o_field_widget[name=photo_problem]:contains(1000 × 800)` },
        { trigger: ".o_field_widget[name=photo] .tthc_crop_button", run: "click" },
        ...crop(),
    ],
});
