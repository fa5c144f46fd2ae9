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
    url: "/odoo/ban-quet",
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
    url: "/odoo/ban-quet",
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
