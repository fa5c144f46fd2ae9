import { fill } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";
import { printFrame } from "@tthc_base/print/form_print";

const IDENTITY = "[data-person=owner] [name=identity]:focus";
const tours = registry.category("web_tour.tours");

// A test browser has no printer: what would be printed is counted in the page.
function countPrintedForms() {
    printFrame.print = async (blob) => {
        document.body.dataset.printedForm = blob.type;
    };
}

function type(text) {
    return () => fill(text);
}

/** Keys from the empty counter to a person who came for the test procedure. */
function whoCameForWhat() {
    return [
        {
            trigger: ".o_tthc_search input:focus",
            run() {
                countPrintedForms();
                return fill("1.999001");
            },
        },
        {
            trigger: ".o_tthc_search:has(.ui-state-active .o_tthc_code:contains(1.999001)) input:focus",
            run: "press Enter",
        },
        { trigger: ".o_tthc_papers input:focus", run: "press F3" },
        { trigger: IDENTITY, run: type("075090012345") },
        { trigger: IDENTITY, run: "press Enter" },
        { trigger: "[data-person=owner] [name=name]:focus", run: type("Nguyễn Thị Hồng Ánh") },
    ];
}

function sayWhy(reason) {
    return [
        { trigger: ".modal #tthc_outcome_reason", run: `edit ${reason}` },
        { trigger: ".modal .o_tthc_outcome_confirm:enabled", run: "click" },
        {
            content: "The slip went to the printer",
            trigger: "body[data-printed-form='application/pdf']:not(:has(.modal))",
        },
        {
            content: "The screen is empty and ready for the next citizen",
            trigger: ".o_tthc_counter:not(:has(.o_tthc_chosen)) .o_tthc_search input",
        },
    ];
}

tours.add("tthc_intake_guide_tour", {
    steps: () => [
        ...whoCameForWhat(),
        { trigger: "[name=name]:focus", run: "press F6" },
        { trigger: ".modal .o_tthc_outcome_papers input:checked" },
        ...sayWhy("Chưa có giấy tờ nào"),
    ],
});

tours.add("tthc_intake_take_up_tour", {
    steps: () => [
        ...whoCameForWhat().slice(0, -1),
        { trigger: ".o_tthc_guided .o_tthc_take_up", run: "click" },
        { trigger: ".o_tthc_guided:not(:has(.o_tthc_take_up))" },
        { trigger: ".o_tthc_papers input:focus", run: "press Control+a" },
        { trigger: ".o_tthc_receive:enabled", run: "click" },
        { trigger: ".o_tthc_newest .o_tthc_code" },
    ],
});

tours.add("tthc_intake_refuse_tour", {
    steps: () => [
        ...whoCameForWhat(),
        { trigger: "[name=name]:focus", run: "press F7" },
        ...sayWhy("Không thuộc thẩm quyền"),
    ],
});

tours.add("tthc_intake_submit_tour", {
    steps: () => [
        ...whoCameForWhat(),
        { trigger: "#tthc_channel", run: "select post" },
        { trigger: ".o_tthc_submit:enabled", run: "click" },
        {
            content: "It stands in line",
            trigger: ".o_tthc_waiting:contains(Nguyễn Thị Hồng Ánh)",
        },
        { trigger: ".o_tthc_counter:not(:has(.o_tthc_chosen)) .o_tthc_search input" },
    ],
});

// One key takes up the most urgent one; T says that an original goes back.
tours.add("tthc_intake_waiting_tour", {
    steps: () => [
        { trigger: ".o_tthc_search input:focus", run: countPrintedForms },
        { trigger: ".o_tthc_next kbd", run: "press F10" },
        { trigger: "[data-person=owner] [name=name]:value(Nguyễn Thị Hồng Ánh)" },
        ...[1, 2, 3].flatMap((row) => [
            {
                trigger: `.o_tthc_paper:has(.o_tthc_paper_number:contains(${row})) .o_tthc_tick:focus`,
                run: "press t",
            },
            {
                trigger: `.o_tthc_paper:has(.o_tthc_paper_number:contains(${row})) .o_tthc_give_back input:checked`,
            },
            { trigger: ".o_tthc_tick:focus", run: "press ArrowDown" },
        ]),
        { trigger: ".o_tthc_receive:enabled", run: "press F9" },
        { trigger: ".o_tthc_newest .o_tthc_code" },
        { trigger: ".o_tthc_list_waiting:contains((0))" },
    ],
});
