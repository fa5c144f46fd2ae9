import { fill } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";
import { printFrame } from "@tthc_base/print/form_print";

// A test browser has no printer: what would be printed is counted in the page.
function countPrintedForms() {
    printFrame.print = async (blob) => {
        document.body.dataset.printedForm = blob.type;
    };
}

const IDENTITY = "[data-person=owner] [name=identity]:focus";

function type(text) {
    return () => fill(text);
}

// One step a word or a key, all sent to where the cursor is: no mouse.
registry.category("web_tour.tours").add("tthc_counter_receive_tour", {
    steps: () => [
        {
            content: "The cursor waits in the search: words without accents",
            trigger: ".o_tthc_search input:focus",
            run() {
                countPrintedForms();
                return fill("van tai o to kinh doanh");
            },
        },
        {
            content: "The procedure is the first one found",
            trigger:
                ".o_tthc_search:has(.ui-state-active .o_tthc_code:contains(1.000703)) input:focus",
            run: "press Enter",
        },
        {
            content: "The cursor is on the first paper: all of them are there",
            trigger: ".o_tthc_papers:has(.o_tthc_progress:contains(0/4)) input:focus",
            run: "press Control+a",
        },
        {
            content: "The cursor is in the identity number",
            trigger:
                `.o_tthc_counter:has(.o_tthc_progress:contains(4/4)) ${IDENTITY}`,
            run: type("075090012345"),
        },
        { trigger: IDENTITY, run: "press Enter" },
        {
            trigger: "[data-person=owner] [name=name]:focus",
            run: type("Nguyễn Thị Hồng Ánh"),
        },
        { trigger: "[name=name]:focus", run: "press Enter" },
        { trigger: "[name=birth]:focus", run: type("28031990") },
        { trigger: "[name=birth]:focus", run: "press F9" },
        {
            content: "The code stands in the list of the last received",
            trigger: ".o_tthc_newest .o_tthc_code:contains(H99.14-20260820-0000001)",
        },
        {
            content: "The receipt went to the printer",
            trigger: "body[data-printed-form='application/pdf']",
        },
        {
            content: "The screen is empty and ready for the next citizen",
            trigger: ".o_tthc_counter:not(:has(.o_tthc_chosen)) .o_tthc_search input:focus",
        },
    ],
});
