import { registry } from "@web/core/registry";

/** A manager approves an absence with its substitute and sees it in the roster. */
registry.category("web_tour.tours").add("tthc_absence_substitute", {
    steps: () => [
        {
            content: "the absence that was asked for",
            trigger: ".o_list_view .o_data_cell:contains(Phạm Thị Chính)",
            run: "click",
        },
        {
            content: "approve",
            trigger: ".o_form_view button[name=action_approve]",
            run: "click",
        },
        {
            content: "the reserve is proposed",
            trigger: ".modal .o_data_row:contains(Trần Văn Phòng)",
        },
        {
            content: "with the substitute",
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        {
            content: "approved, with who stands in",
            trigger: ".o_form_view .o_field_widget[name=stand_in_ids] .o_data_row:contains(Trần Văn Phòng)",
        },
    ],
});

/** The manager looks at the week and moves somebody. */
registry.category("web_tour.tours").add("tthc_roster_week", {
    steps: () => [
        {
            content: "who is absent and who stands in",
            trigger: ".o_roster_grid td:contains(Phạm Thị Chính):contains(Trần Văn Phòng)",
        },
        {
            content: "take the substitute out of one half-day",
            trigger: ".o_roster_grid td:contains(Trần Văn Phòng) .o_roster_person.fst-italic .o_roster_out",
            run: "click",
        },
        {
            content: "it is empty now, and told",
            trigger: ".o_roster_gaps:contains(1)",
        },
        {
            content: "who could",
            trigger: ".o_roster_empty .o_roster_add",
            run: "click",
        },
        {
            content: "the reserve again",
            trigger: ".o_roster_candidate:contains(Trần Văn Phòng)",
            run: "click",
        },
        {
            content: "no gap is left",
            trigger: ".o_tthc_roster:not(:has(.o_roster_gaps))",
        },
    ],
});
