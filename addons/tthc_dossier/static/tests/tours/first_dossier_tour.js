import { registry } from "@web/core/registry";

const PRIMARY = ".o_form_view .o_statusbar_buttons button.btn-primary";

function isIn(state) {
    return { trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${state}]` };
}

function openFirst() {
    return { trigger: ".o_list_view .o_data_row .o_data_cell[name=owner_name]", run: "click" };
}

function confirm() {
    return { trigger: ".modal-footer button.btn-primary", run: "click" };
}

const tours = registry.category("web_tour.tours");

tours.add("tthc_first_dossier_tour_hand_over", {
    steps: () => [
        openFirst(),
        isIn("received"),
        { trigger: PRIMARY, run: "click" },
        isIn("processing"),
    ],
});

tours.add("tthc_first_dossier_tour_specialist", {
    steps: () => [
        openFirst(),
        isIn("processing"),
        { trigger: PRIMARY, run: "click" },
        confirm(),
        {
            content: "Nothing is left to do for the specialist",
            trigger: `body:not(:has(.modal)):not(:has(${PRIMARY})) .o_form_view`,
        },
    ],
});

tours.add("tthc_first_dossier_tour_leader", {
    steps: () => [
        openFirst(),
        isIn("processing"),
        { trigger: PRIMARY, run: "click" },
        {
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_cell[name=number]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=line_ids] [name=number] input",
            run: "edit 12/GPKDVT",
        },
        confirm(),
        isIn("resolved"),
    ],
});

tours.add("tthc_first_dossier_tour_return", {
    steps: () => [
        openFirst(),
        isIn("resolved"),
        { trigger: PRIMARY, run: "click" },
        confirm(),
        isIn("returned"),
    ],
});
