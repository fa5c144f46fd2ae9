import { registry } from "@web/core/registry";

/** Types a word as a wedge scanner does: fast, and Enter at its end. */
function scan(word) {
    const field = document.querySelector(".tthc_scan input[type=text]");
    field.value = word;
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
}

/** Scans the first folder that is still expected. */
const scanNext = (count) => [
    {
        content: "scan the most urgent folder",
        trigger: ".tthc_scan_waiting_list .list-group-item:first-child .font-monospace",
        run: ({ anchor }) => scan(anchor.textContent),
    },
    {
        content: "it is counted and told to be right",
        trigger: `.tthc_scan:has(.tthc_scan_right) .tthc_scan_count:contains(/^${count} \\//)`,
    },
];

const signWithPin = (side, pin) => [
    { trigger: `.tthc_sign_${side} input[type=password]`, run: `edit ${pin}` },
    { trigger: `.tthc_sign_${side} .tthc_sign_button`, run: "click" },
];

registry.category("web_tour.tours").add("tthc_scan_at_the_center", {
    url: "/odoo/scan-desk",
    steps: () => [
        { trigger: ".tthc_scan_center", run: "click" },
        { trigger: ".tthc_scan_count:contains(0 / 3)" },
        ...scanNext(1),
        ...scanNext(2),
        ...scanNext(3),
        {
            content: "a label that nobody knows",
            trigger: ".tthc_scan input[type=text]",
            run: () => scan("BBBB"),
        },
        { trigger: ".tthc_scan_unknown" },
        { trigger: ".tthc_scan_undo", run: "click" },
        { trigger: ".tthc_scan_count:contains(/^2 \\//)" },
        ...scanNext(3),
        { trigger: ".tthc_scan_finish", run: "click" },
        { trigger: ".tthc_sign_b .tthc_sign_button", run: "click" },
        { trigger: ".tthc_sign_b .text-success" },
        ...signWithPin("a", "0000"),
        { trigger: ".modal .alert-danger" },
        ...signWithPin("a", "2580"),
        { trigger: ".tthc_scan_done" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("tthc_scan_at_the_stop", {
    url: "/odoo/scan-desk",
    steps: () => [
        { trigger: ".tthc_scan_stop:first", run: "click" },
        { trigger: ".tthc_scan_count:contains(0 / 3)" },
        ...scanNext(1),
        ...scanNext(2),
        ...scanNext(3),
        { trigger: ".tthc_scan_finish", run: "click" },
        { trigger: ".tthc_sign_a .tthc_sign_button", run: "click" },
        { trigger: ".tthc_sign_a .text-success" },
        ...signWithPin("b", "1357"),
        { trigger: ".tthc_scan_done" },
    ],
});

const noteWords = (words) => [
    { trigger: ".tthc_note_words", run: `edit ${words}` },
    { trigger: ".tthc_note_confirm", run: "click" },
    { trigger: "body:not(:has(.modal))" },
];

registry.category("web_tour.tours").add("tthc_scan_counts_and_damage", {
    url: "/odoo/scan-desk",
    steps: () => [
        { trigger: ".tthc_scan_stop:first", run: "click" },
        { trigger: ".tthc_scan_count:contains(0 / 3)" },
        ...scanNext(1),
        ...scanNext(2),
        { trigger: ".tthc_scan_line:first .tthc_scan_open", run: "click" },
        { trigger: ".tthc_scan_originals", run: "edit 2" },
        { trigger: ".tthc_scan_save_count", run: "click" },
        { trigger: ".tthc_scan_line[data-condition=count]" },
        { trigger: ".tthc_scan_line:not([data-condition=count]) .tthc_scan_open", run: "click" },
        { trigger: ".tthc_scan_damaged", run: "click" },
        ...noteWords("Ướt mép"),
        { trigger: ".tthc_scan_line[data-condition=damaged]" },
        { trigger: ".tthc_scan_missing", run: "click" },
        ...noteWords("Không có trên xe"),
        { trigger: ".tthc_scan_found .list-group-item:nth-child(2)" },
        {
            content: "a label that nobody knows is one too many",
            trigger: ".tthc_scan input[type=text]",
            run: () => scan("BBBB"),
        },
        { trigger: ".tthc_scan_extra", run: "click" },
        ...noteWords("Bìa không nhãn"),
        { trigger: ".tthc_scan_found .list-group-item:nth-child(3)" },
        { trigger: ".tthc_scan_finish", run: "click" },
        { trigger: ".tthc_sign_a .tthc_sign_button", run: "click" },
        { trigger: ".tthc_sign_a .text-success" },
        ...signWithPin("b", "1357"),
        { trigger: ".tthc_scan_done" },
    ],
});

registry.category("web_tour.tours").add("tthc_scan_correction", {
    url: "/odoo/hand-overs",
    steps: () => [
        { trigger: ".o_data_row:first td[name=name]", run: "click" },
        { trigger: ".o_form_view button:contains(/^(Correct|Đính chính)$/)", run: "click" },
        { trigger: ".modal textarea", run: "edit Đếm nhầm một bộ" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".tthc_scan_correctable .btn:first", run: "click" },
        { trigger: ".tthc_scan_line .tthc_scan_open", run: "click" },
        { trigger: ".tthc_scan_only_counted", run: "click" },
        { trigger: ".tthc_scan_line .tthc_scan_originals", run: "edit 1" },
        { trigger: ".tthc_scan_save_count", run: "click" },
        { trigger: ".tthc_scan_line[data-condition=count]" },
        { trigger: ".tthc_scan_finish", run: "click" },
        { trigger: ".tthc_sign_b .tthc_sign_button", run: "click" },
        { trigger: ".tthc_sign_b .text-success" },
        ...signWithPin("a", "2580"),
        { trigger: ".tthc_scan_done" },
    ],
});

registry.category("web_tour.tours").add("tthc_scan_of_a_code", {
    url: "/odoo/scan-desk",
    steps: () => [
        {
            content: "no stop was chosen",
            trigger: ".tthc_scan input[type=text]",
            run: () => scan("BBBB"),
        },
        {
            content: "the address behind the QR code of the round's sheet",
            trigger: ".tthc_scan:has(.alert-danger) input[type=text]",
            run: async () => {
                const { orm } = odoo.__WOWL_DEBUG__.root.env.services;
                const [id] = await orm.search("tthc.handover", [["state", "=", "draft"]]);
                scan(`${location.origin}/odoo/hand-overs/${id}`);
            },
        },
        { trigger: ".tthc_scan_count:contains(0 / 3)" },
        {
            content: "minutes that are not there",
            trigger: ".tthc_scan input[type=text]",
            run: () => scan(`${location.origin}/odoo/hand-overs/999999999`),
        },
        { trigger: ".tthc_scan .alert-danger" },
    ],
});

registry.category("web_tour.tours").add("tthc_scan_of_the_post", {
    url: "/odoo/scan-desk",
    steps: () => [
        { trigger: ".tthc_scan_post", run: "click" },
        { trigger: ".tthc_scan_posted input", run: "edit RB123456789VN" },
        { trigger: ".tthc_scan_posted .btn", run: "click" },
        { trigger: ".tthc_scan_count:contains(1 / 1)" },
        { trigger: ".tthc_scan_finish", run: "click" },
        { trigger: ".tthc_sign_b .tthc_sign_button", run: "click" },
        { trigger: ".tthc_sign_b .text-success" },
        ...signWithPin("a", "2580"),
        { trigger: ".tthc_scan_done" },
    ],
});
