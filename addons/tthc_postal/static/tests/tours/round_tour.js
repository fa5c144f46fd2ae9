import { registry } from "@web/core/registry";

/** The manager's day: the board, the manifest of a round, why a paper stays. */
registry.category("web_tour.tours").add("tthc_round_of_the_day", {
    steps: () => [
        {
            content: "the card says what the late round leaves behind",
            trigger: ".o_kanban_record .text-danger:contains('10:00')",
            run: "click",
        },
        { trigger: "a[name=manifest]", run: "click" },
        {
            content: "what must move stands under its stop",
            trigger: ".tthc_manifest .table-light:contains('Sở Xây dựng')",
        },
        {
            content: "what is held back says why",
            trigger: ".tthc_manifest_held[data-reason=cutoff] button:contains('09:45')",
            run: "click",
        },
        {
            content: "the reason leads to the round that takes it",
            trigger: ".o_form_view .o_field_widget[name=display_name]:contains('T1-15H')",
        },
    ],
});

/** The report of a period: a figure opens its list. */
registry.category("web_tour.tours").add("tthc_report_of_a_period", {
    steps: () => [
        {
            trigger: ".tthc_table td[data-column=out_file] .tthc_figure:contains('2')",
            run: "click",
        },
        {
            content: "the list has as many rows as the figure says",
            trigger: ".o_list_view .o_pager_value:contains('1-2')",
        },
    ],
});
