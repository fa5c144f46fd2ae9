import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const tours = registry.category("web_tour.tours");
const PRIMARY = ".o_form_view .o_statusbar_buttons button.btn-primary";

function isIn(state) {
    return { trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${state}]` };
}

function openProcedure() {
    return { trigger: ".o_data_row:contains('9.000001') .o_data_cell[name=code]", run: "click" };
}

function openTab(name) {
    return { trigger: `.o_notebook .nav-link[name=${name}]`, run: "click" };
}

function choose(field, text) {
    return [
        { trigger: `.o_field_widget[name=${field}] input`, run: `edit ${text}` },
        { trigger: `.o-autocomplete--dropdown-item:contains('${text}')`, run: "click" },
    ];
}

tours.add("tthc_catalog_amend", {
    steps: () => [
        openProcedure(),
        isIn("approved"),
        { content: "Amend", trigger: `${PRIMARY}[name=action_amend]`, run: "click" },
        isIn("draft"),
        ...choose("decision_id", "1602/QĐ-UBND"),
        { trigger: ".o_field_widget[name=fee_amount] input", run: "edit 150000" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        openTab("differences"),
        {
            content: "The fee before and after",
            trigger: ".tthc_differences tr:contains(/100[.,]000/):contains(/150[.,]000/)",
        },
        { content: "Propose", trigger: `${PRIMARY}[name=action_propose]`, run: "click" },
        isIn("proposed"),
    ],
});

tours.add("tthc_catalog_approve", {
    steps: () => [
        openProcedure(),
        isIn("proposed"),
        { trigger: `${PRIMARY}[name=action_ask_approval]`, run: "click" },
        { content: "What changes", trigger: ".modal .tthc_differences:contains(/150[.,]000/)" },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        isIn("approved"),
    ],
});

/** Put a file of the test where a person would choose it on the disk.
 *
 * @param {string} name of the attachment that the test made
 */
function upload(name) {
    return {
        content: `Upload ${name}`,
        trigger: ".o_form_view .o_field_widget[name=data]",
        async run() {
            const answer = await fetch(`/tthc_catalog_tour/${name}`);
            const file = new File([await answer.blob()], name);
            await inputFiles(".o_field_widget[name=data] .o_input_file", [file]);
        },
    };
}

tours.add("tthc_catalog_import", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        upload("broken.xlsx"),
        { trigger: `${PRIMARY}[name=action_check]`, run: "click" },
        {
            content: "The row and what is wrong with it",
            trigger: ".o_field_widget[name=problem_line_ids] .o_data_row:contains('9.100001')",
        },
        { content: "It can't be imported", trigger: `body:not(:has(${PRIMARY}))` },
        { content: "A new file", trigger: ".o_form_button_create", run: "click" },
        isIn("draft"),
        upload("mended.xlsx"),
        { trigger: `${PRIMARY}[name=action_check]`, run: "click" },
        { trigger: ".alert-success:not(.d-none)" },
        { trigger: `${PRIMARY}[name=action_start]`, run: "click" },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:not([data-value=checked])" },
    ],
});

tours.add("tthc_catalog_admit_many", {
    steps: () => [
        { trigger: ".o_data_row:contains('9.000001')" },
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button.tthc_admit", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=center_ids] input",
            run: "edit Trung tâm Thử Nghiệm tỉnh",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Trung tâm Thử Nghiệm tỉnh')",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=new_count]:contains('2')" },
        { trigger: ".modal-footer button[name=action_apply]", run: "click" },
        { content: "The admissions", trigger: ".o_list_view .o_group_header:contains('(2)')" },
    ],
});

tours.add("tthc_catalog_chain", {
    steps: () => [
        { content: "Out of their groups", trigger: ".o_facet_remove", run: "click" },
        { trigger: ".o_data_row:contains('TT01') .o_data_cell[name=code]", run: "click" },
        { content: "The drawing", trigger: ".o_field_widget[name=drawing] svg" },
        { trigger: "button[name=action_open_version]", run: "click" },
        openTab("steps"),
        { trigger: "button[name=action_make_steps]", run: "click" },
        { trigger: ".o_field_widget[name=step_ids] .o_data_row:contains('Việc 2')" },
    ],
});
