import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const LINE = (name) => `.o_tthc_golive_line:contains('${name}')`;

function receive(quantity, paper, cost) {
    const steps = [
        { trigger: `${LINE("Máy tính")} .o_tthc_golive_receive`, run: "click" },
        {
            trigger: ".modal .o_field_widget[name=paper_number] input",
            run: `edit ${paper}`,
        },
        { trigger: ".modal .o_field_widget[name=cost] input", run: `edit ${cost}` },
    ];
    if (quantity) {
        steps.push({
            trigger: ".modal .o_field_widget[name=quantity] input",
            run: `edit ${quantity}`,
        });
    }
    steps.push(
        { trigger: ".modal-footer button[name=action_confirm]", run: "click" },
        { trigger: "body:not(:has(.modal))" }
    );
    return steps;
}

registry.category("web_tour.tours").add("tthc_golive_ready", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Thử Nghiệm')", run: "click" },
        {
            content: "Not ready: the dialog says what is missing",
            trigger: "button[name=action_declare]",
            run: "click",
        },
        { trigger: ".modal .modal-body:contains('Máy tính')" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: `${LINE("Máy tính")}:contains('0/10 bộ')` },
        ...receive(4, "01/BBGN", 40000000),
        {
            content: "A first part",
            trigger: `${LINE("Máy tính")}:contains('4/10 bộ')`,
        },
        ...receive(null, "02/BBGN", 55000000),
        {
            content: "The rest was offered, and ticks the line",
            trigger: `${LINE("Máy tính")}:contains('10/10 bộ') .fa-check-square-o`,
        },
        {
            content: "Without evidence it is not ticked; so the line is opened",
            trigger: `${LINE("Quyết định")} a`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=evidence_ids] .o_file_input_trigger, .modal .o_field_widget[name=evidence_ids] .o_attach",
            async run() {
                const file = new File(["Quyết định thử"], "quyet-dinh.txt", {
                    type: "text/plain",
                });
                await inputFiles(
                    ".modal .o_field_widget[name=evidence_ids] .o_input_file",
                    [file]
                );
            },
        },
        {
            trigger:
                ".modal .o_field_widget[name=evidence_ids]:contains('quyet-dinh.txt')",
        },
        { trigger: ".modal button[name=action_tick]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: `${LINE("Quyết định")} .fa-check-square-o` },
        {
            content: "By keyboard: Space ticks the line",
            trigger: LINE("Biển tên"),
            run: ({ anchor }) => {
                anchor.focus();
                anchor.dispatchEvent(
                    new KeyboardEvent("keydown", { key: " ", bubbles: true })
                );
            },
        },
        { trigger: `${LINE("Biển tên")} .fa-check-square-o` },
        { trigger: "button[name=action_declare]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=ready]" },
    ],
});
