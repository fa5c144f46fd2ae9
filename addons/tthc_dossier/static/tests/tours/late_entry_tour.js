import { fill } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";
import { printFrame } from "@tthc_base/print/form_print";

const IDENTITY = "[data-person=owner] [name=identity]:focus";

function type(text) {
    return () => fill(text);
}

// After a power cut: number and hour of the paper first, then the intake as always.
registry.category("web_tour.tours").add("tthc_late_entry_tour", {
    steps: () => [
        {
            trigger: ".o_tthc_search input:focus",
            run() {
                printFrame.print = async () => {};
            },
        },
        { trigger: ".o_tthc_search input:focus", run: "press F4" },
        {
            content: "The outage is told, the number is asked for",
            trigger: ".modal:contains(Mất điện) #tthc_late_number:focus",
            run: type("2"),
        },
        { trigger: "#tthc_late_number:focus", run: "press Enter" },
        {
            content: "The day of the outage stands there: an hour outside of it is refused",
            trigger: "#tthc_late_hour:focus",
            run: type("17:30"),
        },
        { trigger: "#tthc_late_hour:focus", run: "press Enter" },
        { trigger: ".o_tthc_late_fault:contains(17:30 19/08/2026)" },
        { trigger: "#tthc_late_hour", run: "edit 0905" },
        { trigger: ".o_tthc_late_confirm:enabled", run: "click" },
        {
            content: "The whole number and the hour stay in sight",
            trigger: ".o_tthc_late:contains(DP-H99-26-00002):contains(09:05 19/08/2026)",
        },
        {
            trigger: ".o_tthc_search input:focus",
            run: type("cap giay phep thu nghiem"),
        },
        {
            trigger: ".o_tthc_search:has(.ui-state-active .o_tthc_code) input:focus",
            run: "press Enter",
        },
        { trigger: ".o_tthc_papers input:focus", run: "press Control+a" },
        { trigger: IDENTITY, run: type("075090012345") },
        { trigger: IDENTITY, run: "press Enter" },
        { trigger: "[data-person=owner] [name=name]:focus", run: type("Nguyễn Thị Hồng Ánh") },
        {
            content: "Guidance, refusal and group receipts are no matter of paper receipts",
            trigger: ".o_tthc_counter:has(.o_tthc_guide:disabled):has(.o_tthc_group:disabled)",
        },
        { trigger: "[data-person=owner] [name=name]:focus", run: "press F9" },
        {
            content: "The code is of the day on the paper",
            trigger: ".o_tthc_newest .o_tthc_code:contains(H99.14-20260819-)",
        },
        {
            content: "The next citizen is received as always",
            trigger: ".o_tthc_counter:not(:has(.o_tthc_late)) .o_tthc_search input:focus",
        },
    ],
});
