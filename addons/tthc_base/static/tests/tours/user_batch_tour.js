import { registry } from "@web/core/registry";

const LIST = [
    "Full name;Login;Role;Agency;Center;Counter",
    "Nguyễn Văn Mới;nvmoi;Reception officer;H99.7;Trung tâm Thử Nghiệm tỉnh;01",
].join("\n");

// A test browser has no printer: what would be printed is kept in the page.
function keepPrintedSheet() {
    const write = (html) => (document.body.dataset.printedSheet = html);
    window.open = () => ({ document: { write, close() {} }, print() {} });
}

registry.category("web_tour.tours").add("tthc_user_batch", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=pasted] textarea",
            run: (helpers) => helpers.edit(LIST),
        },
        { trigger: "button[name=action_check]", run: "click" },
        { trigger: ".o_data_row .o_data_cell[name=login]:contains(nvmoi)" },
        { trigger: "button[name=action_apply]", run: "click" },
        { trigger: ".o_tthc_passwords td.font-monospace:contains(-)" },
        {
            trigger: ".o_tthc_passwords button.o_tthc_print_passwords:enabled",
            run(helpers) {
                keepPrintedSheet();
                return helpers.click();
            },
        },
        {
            trigger: "body[data-printed-sheet*='nvmoi']",
            run() {
                const password = document.querySelector(".o_tthc_passwords td.font-monospace");
                if (!document.body.dataset.printedSheet.includes(password.textContent)) {
                    throw new Error("The slip lacks the password");
                }
            },
        },
    ],
});
