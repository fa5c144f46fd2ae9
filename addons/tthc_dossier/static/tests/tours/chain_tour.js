import { fill } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";
import { printFrame } from "@tthc_base/print/form_print";

const BUTTONS = ".o_form_view .o_statusbar_buttons";
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

function isIn(state) {
    return { trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${state}]` };
}

function openFirst(cell = "owner_name") {
    return { trigger: `.o_list_view .o_data_row .o_data_cell[name=${cell}]`, run: "click" };
}

function press(name) {
    return { trigger: `${BUTTONS} button.btn-primary[name=${name}]`, run: "click" };
}

function pressPrimary() {
    return { trigger: `${BUTTONS} button.btn-primary`, run: "click" };
}

function confirm() {
    return { trigger: ".modal-footer button.btn-primary", run: "click" };
}

function nothingLeft(content) {
    return {
        content,
        trigger: `body:not(:has(.modal)):not(:has(${BUTTONS} button.btn-primary)) .o_form_view`,
    };
}

/** Of two centers: the form says who received it and who follows it. */
function saysWhoFollows() {
    return {
        content: "The form says who received it and who follows it",
        trigger:
            ".o_form_view .alert-info:contains(Trung tâm phường Thử):contains(Trung tâm Một)",
    };
}

function waitsAtDesk() {
    return {
        content: "The form says which agency's papers wait at the desk",
        trigger: ".o_form_view .alert-warning .o_field_many2many_tags .o_tag",
    };
}

tours.add("tthc_chain_receive_tour", {
    steps: () => [
        {
            trigger: ".o_tthc_search input:focus",
            run() {
                countPrintedForms();
                return fill("1.999070");
            },
        },
        {
            trigger:
                ".o_tthc_search:has(.ui-state-active .o_tthc_code:contains(1.999070)) input:focus",
            run: "press Enter",
        },
        { trigger: ".o_tthc_papers input:focus", run: "press Control+a" },
        { trigger: IDENTITY, run: type("075090012345") },
        { trigger: IDENTITY, run: "press Enter" },
        { trigger: "[data-person=owner] [name=name]:focus", run: type("Nguyễn Thị Hồng Ánh") },
        { trigger: "[name=name]:focus", run: "press F9" },
        { trigger: ".o_tthc_newest .o_tthc_code:contains(H99.14-20260820-0000001)" },
        { trigger: "body[data-printed-form='application/pdf']" },
    ],
});

tours.add("tthc_chain_hand_over_tour", {
    steps: () => [openFirst(), isIn("received"), press("action_transfer"), isIn("processing")],
});

// An agency finds its share in its own queue and hands it on.
tours.add("tthc_chain_agency_tour", {
    steps: () => [
        openFirst("name"),
        isIn("processing"),
        pressPrimary(),
        confirm(),
        nothingLeft("The share of this agency is done"),
    ],
});

tours.add("tthc_chain_pass_on_tour", {
    steps: () => [
        openFirst(),
        waitsAtDesk(),
        press("action_pass_on"),
        nothingLeft("Nothing waits at the desk"),
    ],
});

// The center that follows finds what another one received, and passes the papers on.
tours.add("tthc_chain_follow_tour", {
    steps: () => [
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            trigger:
                ".o_filter_menu .o_menu_item:contains(/^(Received elsewhere, followed here|Nơi khác tiếp nhận, theo dõi tại đây)$/)",
            run: "click",
        },
        { trigger: ".o_searchview_facet" },
        openFirst(),
        saysWhoFollows(),
        waitsAtDesk(),
        press("action_pass_on"),
        nothingLeft("The following center has nothing else to do"),
    ],
});

tours.add("tthc_chain_decide_tour", {
    steps: () => [
        openFirst("name"),
        isIn("processing"),
        pressPrimary(),
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

tours.add("tthc_chain_return_tour", {
    steps: () => [
        openFirst(),
        isIn("resolved"),
        pressPrimary(),
        confirm(),
        isIn("returned"),
        {
            trigger: ".o_notebook .nav-link:contains(/^(Time line|Tiến trình)$/)",
            run: "click",
        },
        {
            content: "The time line shows the share of each agency",
            trigger:
                ".tthc_lanes:contains(Sở Xây dựng):contains(Sở Tư pháp)",
        },
    ],
});

tours.add("tthc_chain_return_to_commune_tour", {
    steps: () => [
        openFirst(),
        isIn("resolved"),
        saysWhoFollows(),
        pressPrimary(),
        confirm(),
        isIn("returned"),
    ],
});
