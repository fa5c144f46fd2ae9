import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("tthc_readiness_board", {
    steps: () => [
        { trigger: ".o_tthc_countdown:contains('ngày làm việc')" },
        {
            content: "The most urgent row stands first",
            trigger: ".o_data_row:first:contains('Xây dựng'):has(.o_tthc_standing_red)",
        },
        {
            content: "Only the red ones",
            trigger: ".o_tthc_board_red:contains('1')",
            run: "click",
        },
        { trigger: ".o_tthc_board_red.active" },
        { trigger: ".o_searchview_facet:contains('Đỏ')" },
        { trigger: ".o_list_renderer:not(:has(.o_data_row:contains('Tư pháp')))" },
        {
            content: "What is missing opens the report at that section",
            trigger: ".o_data_row:contains('Xây dựng') [name=staff_standing] .o_tthc_standing_red",
            run: "click",
        },
        { trigger: ".o_form_view #readiness_section_1" },
        { trigger: ".o_tthc_findings:contains('Chưa có lãnh đạo phụ trách')" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        {
            content: "Back on the board, the filter stays",
            trigger: ".o_tthc_board_red.active",
        },
        {
            trigger: ".o_data_row:contains('Xây dựng') .o_list_record_selector input",
            run: "click",
        },
        { trigger: "button[name=action_remind]", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: ".o_notification:contains('Đã nhắc 1 cơ quan')" },
        {
            content: "The list is read anew",
            trigger: ".o_list_renderer:not(:has(.o_data_row_selected))",
        },
        {
            content: "All agencies again",
            trigger: ".o_tthc_board_red.active",
            run: "click",
        },
        { trigger: ".o_data_row:contains('Tư pháp')" },
        {
            content: "The list that is counted",
            trigger: ".o_data_row:contains('Xây dựng') [name=difficulties_standing] .o_tthc_standing",
            run: "click",
        },
        { trigger: ".o_data_row:contains('Chưa có máy quét')" },
    ],
});
