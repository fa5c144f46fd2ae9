import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const PRIMARY = ".o_form_view .o_statusbar_buttons button.btn-primary";

/** Put a file of the test where a person would choose it on the disk.
 *
 * @param {string} name of the attachment that the test made
 */
function upload(name) {
    return {
        content: `Upload ${name}`,
        trigger: ".o_form_view .o_field_widget[name=data]",
        async run() {
            const answer = await fetch(`/tthc_opening_tour/${name}`);
            const file = new File([await answer.blob()], name);
            await inputFiles(".o_field_widget[name=data] .o_input_file", [file]);
        },
    };
}

function isIn(state) {
    return { trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${state}]` };
}

// The manager of a center that begins with what an earlier system left open.
registry.category("web_tour.tours").add("tthc_opening_tour", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        upload("sai.xlsx"),
        { content: "Check", trigger: `${PRIMARY}[name=action_check]`, run: "click" },
        {
            content: "What is wrong stands at its row and column",
            trigger:
                ".o_field_widget[name=problem_line_ids] .o_data_row:contains('CU-0002'):contains('Ngày hẹn trả')",
        },
        {
            content: "What is right could be taken over, the rest stays out",
            trigger: ".o_field_widget[name=new_count]:contains('1')",
        },
        { content: "The mended file", trigger: ".o_form_button_create", run: "click" },
        isIn("draft"),
        upload("dung.xlsx"),
        { trigger: `${PRIMARY}[name=action_check]`, run: "click" },
        { trigger: ".alert-success:not(.d-none)" },
        { content: "Take over", trigger: `${PRIMARY}[name=action_start]`, run: "click" },
        { trigger: ".modal-footer button.btn-primary", run: "click" },
        isIn("done"),
        {
            content: "The dossiers that were taken over",
            trigger: "button[name=action_open_dossiers]",
            run: "click",
        },
        {
            content: "They keep their old codes",
            trigger: ".o_list_view .o_data_row:contains('CU-0002') .o_data_cell[name=code]",
            run: "click",
        },
        {
            content: "Where it comes from is told",
            trigger: ".o_form_view .alert-info:contains('dung.xlsx')",
        },
    ],
});
