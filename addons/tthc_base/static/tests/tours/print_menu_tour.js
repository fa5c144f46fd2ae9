import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

// A test browser has no tab to show a PDF in: the address that it would open is kept
// in the page, where the last step looks it up.
function keepOpenedAddress() {
    browser.open = (url) => {
        document.body.dataset.openedForm = url;
        return window;
    };
}

registry.category("web_tour.tours").add("tthc_print_menu", {
    steps: () => [
        { trigger: ".o_form_view .o_cp_action_menus .o-dropdown", run: "click" },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains(Printer test page)",
            run(helpers) {
                keepOpenedAddress();
                return helpers.click();
            },
        },
        {
            trigger:
                "body[data-opened-form^='/tthc/print/tthc_base.printer_test?ids=']",
        },
    ],
});
