import { App } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { browser } from "@web/core/browser/browser";

/** Throws where the page is larger than the screen. */
function fitsTheScreen() {
    const { documentElement: page } = document;
    if (page.scrollWidth > window.innerWidth || page.scrollHeight > window.innerHeight) {
        throw new Error("The page is larger than the screen");
    }
}

registry.category("web_tour.tours").add("tthc_watch_board", {
    steps: () => [
        {
            content: "the figures of the day",
            trigger: ".tthc_watch_tile[data-key=late]:contains(1)",
            run: fitsTheScreen,
        },
        { trigger: ".tthc_watch_tile[data-key=late]", run: "click" },
        {
            content: "a figure opens its dossiers",
            trigger: ".o_list_view .o_data_row:contains(Quá Hạn)",
        },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        {
            content: "what will be late opens the sorted list",
            trigger: ".tthc_watch_tile[data-key=will_be_late]",
            run: "click",
        },
        {
            content: "needs so much, has so much",
            trigger: ".o_list_view .o_data_row td[name=words]:contains(cần)",
        },
        { trigger: ".o_list_view .o_data_row:first td[name=words]", run: "click" },
        {
            content: "the sum, line by line",
            trigger: ".o_tthc_risk tfoot:contains(Dư ra)",
            run: fitsTheScreen,
        },
        { trigger: "button[name=action_open_dossier]", run: "click" },
        { trigger: ".o_form_view .nav-link[name=why]", run: "click" },
        { trigger: "button[name=action_risk]", run: "click" },
        {
            content: "the dossier itself is reckoned now",
            trigger: ".modal .o_tthc_risk tfoot",
        },
        { trigger: ".modal footer button", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("tthc_watch_wall", {
    steps: () => [
        {
            content: "large figures, and nothing else of the web client",
            trigger: ".tthc_wall_tile[data-key=late] .tthc_wall_value:contains(1)",
            run() {
                fitsTheScreen();
                const value = document.querySelector(".tthc_wall_value");
                if (parseFloat(getComputedStyle(value).fontSize) < 90) {
                    throw new Error("Too small to be read from five metres");
                }
            },
        },
        { content: "the menu is gone", trigger: "body:not(:has(.o_main_navbar))" },
        {
            content: "the line is lost while the wall asks again",
            trigger: ".tthc_wall footer",
            run() {
                const { XMLHttpRequest } = browser;
                browser.XMLHttpRequest = class extends XMLHttpRequest {
                    send(body) {
                        if (body.includes("tthc.watch")) {
                            this.dispatchEvent(new Event("error"));
                        } else {
                            super.send(body);
                        }
                    }
                };
                window.restoreLine = () => (browser.XMLHttpRequest = XMLHttpRequest);
                window.dispatchEvent(new Event("online"));
            },
        },
        {
            content: "the last figures stay, with their hour and a word",
            trigger: ".tthc_wall:has(.tthc_wall_tile) .tthc_watch_fault",
            run() {
                window.restoreLine();
                window.dispatchEvent(new Event("online"));
            },
        },
        {
            content: "and go on when it is back",
            trigger: ".tthc_wall:not(:has(.tthc_watch_fault)) .tthc_wall_tile",
        },
    ],
});

/** The model of the spreadsheet on the page, from the tree of components. */
function spreadsheetModel() {
    for (const app of App.apps) {
        const nodes = [app.root];
        while (nodes.length) {
            const node = nodes.pop();
            const model = node.props?.model;
            if (model?.getters?.getEvaluatedCells) {
                return model;
            }
            nodes.push(...Object.values(node.children));
        }
    }
}

/** What stands in the cells: all texts, and those of errors or of what still loads. */
function cellsOf(model) {
    const cells = model.getters.getEvaluatedCells(model.getters.getActiveSheetId());
    const list = Object.values(cells);
    return {
        texts: list.map((cell) => cell.formattedValue),
        errors: list.filter((cell) => cell.type === "error").map((cell) => cell.value),
    };
}

registry.category("web_tour.tours").add("tthc_dashboard", {
    steps: () => [
        {
            content: "each cell has its value, in the language of the user",
            trigger: ".o-spreadsheet .o-dashboard-clickable-cell",
            timeout: 40000,
            async run() {
                for (let turn = 0; turn < 150; turn++) {
                    const { texts, errors } = cellsOf(spreadsheetModel());
                    if (!errors.length && texts.includes("Tiếp nhận hôm nay")) {
                        return;
                    }
                    await new Promise((resolve) => setTimeout(resolve, 200));
                }
                const { texts, errors } = cellsOf(spreadsheetModel());
                throw new Error(`Cells in error: ${errors} of ${texts}`);
            },
        },
        {
            content: "charts are drawn",
            trigger: ".o-figure canvas",
        },
        {
            content: "a figure opens what it counts",
            trigger: ".o-dashboard-clickable-cell",
            run: "click",
        },
        { trigger: ".o_list_view" },
    ],
});
