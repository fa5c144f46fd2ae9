import { registry } from "@web/core/registry";

const BAR = ".tthc_board .tthc_lanes_bar";

registry.category("web_tour.tours").add("tthc_plan", {
    steps: () => [
        {
            content: "Every agency has its lane",
            trigger: ".tthc_board_lane[aria-label*='Tư pháp']:has(.tthc_lanes_bar)",
        },
        { trigger: ".tthc_board_lane[aria-label*='Xây dựng'] .tthc_lanes_warned" },
        { trigger: `${BAR}.tthc_lanes_undated[aria-label*='Tập huấn']` },
        { trigger: ".tthc_board_mark_label" },
        { trigger: ".tthc_board [data-zoom=week]", run: "click" },
        { trigger: ".tthc_board [data-zoom=week].active" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "A filter of the search panel",
            trigger: ".o_filter_menu .o_menu_item:contains(/opening|khai trương/i)",
            run: "click",
        },
        {
            trigger: ".tthc_board:not(:has(.tthc_lanes_undated)):has([aria-label*='Chạy thử'])",
        },
        { trigger: ".o_searchview .o_facet_remove", run: "click" },
        {
            content: "By keyboard: to the next line, what it is about, open it",
            trigger: `${BAR}[aria-label*='Rà soát']`,
            run({ anchor }) {
                anchor.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "End", bubbles: true })
                );
            },
        },
        {
            trigger: `${BAR}[aria-label*='Tập huấn'][tabindex='0'], ${BAR}[aria-label*='Tập huấn']`,
            run() {
                const focused = document.activeElement.getAttribute("aria-label") || "";
                if (!focused.includes("Tập huấn")) {
                    throw new Error(`The focus is on “${focused}”`);
                }
            },
        },
        {
            trigger: `${BAR}[aria-label*='Rà soát']`,
            run({ anchor }) {
                anchor.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "Enter", bubbles: true })
                );
            },
        },
        {
            trigger: ".o_form_view .o_field_widget[name=tthc_progress] .o_progress",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=tthc_progress] input",
            run: "edit 80 && press Tab",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_view .o_form_saved, .o_form_view:not(:has(.o_form_dirty))" },
        { trigger: ".breadcrumb-item a, .o_back_button a", run: "click" },
        { trigger: `${BAR}[aria-label*='80 %']` },
    ],
});
