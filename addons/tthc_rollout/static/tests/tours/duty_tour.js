import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const tours = registry.category("web_tour.tours");
const DIALOG = ".modal:not(.o_inactive_modal)";

function state(value) {
    return { trigger: `.o_form_view .o_arrow_button_current[data-value=${value}]` };
}

function fill(name, text) {
    return {
        trigger: `.o_form_view .o_field_widget[name=${name}] input`,
        run: `edit ${text}`,
    };
}

// Words and a file in the dialog, sent.
function report(words, name) {
    return [
        {
            trigger: `${DIALOG} .o_field_widget[name=words] textarea:visible`,
            run: `edit ${words}`,
        },
        {
            content: "Drop the evidence",
            trigger: `${DIALOG} .o_field_widget[name=evidence_ids]`,
            async run() {
                const file = new File(["minh chung"], name, { type: "text/plain" });
                await inputFiles(`${DIALOG} .o_field_widget[name=evidence_ids] .o_input_file`, [
                    file,
                ]);
            },
        },
        { trigger: `${DIALOG} .o_attachment:contains('${name}')` },
        { trigger: `${DIALOG} button[name=action_confirm]:visible`, run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ];
}

function openShare() {
    return {
        trigger: ".o_data_row .o_data_cell:contains('Tư pháp')",
        run: "click",
    };
}

tours.add("tthc_duty_give", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        fill("number", "99/UBND-HCC"),
        fill("date", "02/03/2026"),
        fill("subject", "V/v chuẩn bị khai trương"),
        fill("issuer", "UBND tỉnh Thử Nghiệm"),
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button:contains('Dán nội dung'):visible", run: "click" },
        {
            trigger: `${DIALOG} .o_field_widget[name=text] textarea`,
            run: "edit 1. Giao Sở Tư pháp Thử Nghiệm chủ trì rà soát thủ tục trước ngày 11/3/2026.",
        },
        { trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        {
            content: "The agency and the day were found",
            trigger:
                ".o_field_widget[name=duty_ids] .o_data_row:contains('Sở Tư pháp Thử Nghiệm'):contains('11/03/2026')",
        },
        { trigger: "button[name=action_give]:visible", run: "click" },
        { trigger: `${DIALOG} .btn-primary`, run: "click" },
        { trigger: ".o_field_widget[name=duty_ids] .o_data_row:contains('Đang thực hiện')" },
    ],
});

tours.add("tthc_duty_report", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('99/UBND-HCC') button:contains('Báo cáo')",
            run: "click",
        },
        ...report("Đã rà soát 118 thủ tục", "ketqua.txt"),
        { trigger: ".o_data_row:contains('99/UBND-HCC'):contains('Đã báo cáo')" },
    ],
});

tours.add("tthc_duty_return", {
    steps: () => [
        openShare(),
        state("reported"),
        { trigger: "button:contains('Trả lại'):visible", run: "click" },
        {
            trigger: `${DIALOG} .o_field_widget[name=words] textarea:visible`,
            run: "edit Thiếu danh mục kèm theo",
        },
        { trigger: `${DIALOG} button[name=action_confirm]:visible`, run: "click" },
        state("returned"),
    ],
});

tours.add("tthc_duty_mend", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('99/UBND-HCC') button:contains('Báo cáo')",
            run: "click",
        },
        { trigger: `${DIALOG} .alert-warning:contains('Thiếu danh mục')` },
        { trigger: `${DIALOG} .o_attachment:contains('ketqua.txt')` },
        ...report("Đã bổ sung danh mục", "danhmuc.txt"),
        { trigger: ".o_data_row:contains('99/UBND-HCC'):contains('Đã báo cáo')" },
    ],
});

tours.add("tthc_duty_accept", {
    steps: () => [
        openShare(),
        { trigger: ".o_form_view .o_attachment:contains('danhmuc.txt')" },
        { trigger: "button[name=action_accept]:visible", run: "click" },
        state("accepted"),
    ],
});
