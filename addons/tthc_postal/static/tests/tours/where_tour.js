import { registry } from "@web/core/registry";

/** The label that the folder of the test has. */
const LABEL = "NHANCUABOHOSO777";

/** Types a word as a wedge scanner does, wherever the focus is: fast, and Enter. */
function scan(word) {
    const field = document.activeElement;
    field.value = word;
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
}

registry.category("web_tour.tours").add("tthc_where_is_it", {
    url: "/odoo/where-is-it",
    steps: () => [
        {
            content: "the field has the focus without a click",
            trigger: ".tthc_where input[type=text]:focus",
            run: () => scan("BBBB"),
        },
        {
            content: "what nobody knows is answered in a sentence",
            trigger: ".tthc_where_unknown:contains(BBBB)",
        },
        {
            content: "the next scan needs no click either",
            trigger: ".tthc_where input[type=text]:focus",
            run: () => scan(LABEL),
        },
        {
            content: "who has it, and the whole way with its minutes",
            trigger: ".tthc_where_paper .tthc_where_path li:nth-child(2)",
        },
        { trigger: ".tthc_where_path li:first-child:contains(/BBGN/)" },
        {
            content: "nothing is wider than the screen, and the page does not scroll",
            trigger: ".tthc_where",
            run: () => {
                const { documentElement: page } = document;
                if (page.scrollWidth > window.innerWidth || page.scrollHeight > window.innerHeight) {
                    throw new Error("The page is larger than the screen");
                }
            },
        },
    ],
});

registry.category("web_tour.tours").add("tthc_where_lost", {
    url: "/odoo/where-is-it",
    steps: () => [
        { trigger: ".tthc_where input[type=text]:focus", run: () => scan(LABEL) },
        { trigger: ".tthc_where_declare", run: "click" },
        { trigger: ".modal textarea", run: "edit Không có trong thùng hàng" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        {
            content: "the loss opens under its number",
            trigger: ".o_form_view .o_field_widget[name=display_name]:contains(/BMH/)",
        },
    ],
});
