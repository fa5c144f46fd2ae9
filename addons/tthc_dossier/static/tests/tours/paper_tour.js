import { registry } from "@web/core/registry";

const FORM = ".o_form_view";
const BUTTONS = `${FORM} .o_statusbar_buttons`;
const FIRST_PAPER = ".tthc_papers tr[data-paper='1']";
const tours = registry.category("web_tour.tours");

function openTab(names) {
    return { trigger: `.o_notebook .nav-link:contains(/^(${names})$/)`, run: "click" };
}

function pressPrimary() {
    return { trigger: `${BUTTONS} button.btn-primary`, run: "click" };
}

function confirm() {
    return { trigger: ".modal-footer button.btn-primary", run: "click" };
}

function isIn(state) {
    return { trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${state}]` };
}

/** A picture as a scanner makes it; the shade makes two of them differ. */
async function scanned(name, shade) {
    const canvas = document.createElement("canvas");
    canvas.width = 620;
    canvas.height = 877;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = shade;
    for (let top = 80; top < 800; top += 40) {
        pen.fillRect(60, top, 480 - (top % 120), 12);
    }
    const content = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return new File([content], name, { type: "image/png" });
}

async function chooseFiles({ anchor }) {
    const files = new DataTransfer();
    files.items.add(await scanned("mat-truoc.png", "#111"));
    files.items.add(await scanned("mat-sau.png", "#333"));
    anchor.files = files.files;
    anchor.dispatchEvent(new Event("change", { bubbles: true }));
}

tours.add("tthc_paper_scan_tour", {
    steps: () => [
        openTab("Papers|Giấy tờ|Thành phần hồ sơ"),
        {
            content: "Two pictures are chosen for the first paper",
            trigger: `${FIRST_PAPER} input[type=file]:not(:visible), ${FIRST_PAPER} input[type=file]`,
            run: chooseFiles,
        },
        {
            content: "Both are there",
            trigger: `${FIRST_PAPER} .tthc_papers_scan`,
        },
        {
            content: "They open as one PDF of two pages",
            trigger: `${FIRST_PAPER} button:has(.fa-external-link):contains(2)`,
        },
        {
            content: "The original of the first paper is held",
            trigger: `${FIRST_PAPER} button:contains(/^(Give back|Trả lại)/)`,
        },
    ],
});

tours.add("tthc_paper_result_tour", {
    steps: () => [
        isIn("processing"),
        pressPrimary(),
        {
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_cell[name=number]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=line_ids] [name=number] input",
            run: "edit 12/GP",
        },
        {
            content: "Who decides signs, unless told otherwise",
            trigger: ".modal .o_field_widget[name=line_ids] [name=signer_name] input",
            run: "edit Lê Văn Ký",
        },
        confirm(),
        isIn("resolved"),
        openTab("Results|Kết quả"),
        { trigger: ".tthc_results td:contains(12/GP)" },
        { trigger: ".tthc_results td:contains(Lê Văn Ký)" },
    ],
});

tours.add("tthc_paper_give_back_tour", {
    steps: () => [
        isIn("resolved"),
        openTab("Papers|Giấy tờ|Thành phần hồ sơ"),
        {
            trigger: `${FIRST_PAPER} button:contains(/^(Give back|Trả lại)/)`,
            run: "click",
        },
        confirm(),
        {
            content: "It is kept who took the original",
            trigger: `body:not(:has(.modal)) ${FIRST_PAPER}:contains(Nguyễn Văn Đức) .fa-check`,
        },
        pressPrimary(),
        confirm(),
        isIn("returned"),
    ],
});

tours.add("tthc_paper_close_tour", {
    steps: () => [
        isIn("returned"),
        {
            trigger: `${BUTTONS} button:contains(/^(Close the file|Kết thúc hồ sơ|Đóng hồ sơ|Lập hồ sơ)/)`,
            run: "click",
        },
        {
            content: "What was given back is not in the file; the other papers are counted",
            trigger: ".modal .o_data_row:nth-child(1) .o_data_cell[name=sheet_count]",
            run: "click",
        },
        { trigger: ".modal .o_data_row:nth-child(1) [name=sheet_count] input", run: "edit 1" },
        {
            trigger: ".modal .o_data_row:nth-child(2) .o_data_cell[name=sheet_count]",
            run: "click",
        },
        { trigger: ".modal .o_data_row:nth-child(2) [name=sheet_count] input", run: "edit 1" },
        confirm(),
        { trigger: "body:not(:has(.modal)) .o_notebook .nav-link:contains(/^(Archive|Lưu trữ)$/)" },
    ],
});

tours.add("tthc_paper_hand_over_tour", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: `${FORM} .o_field_widget[name=archive_name] input`,
            run: "edit Lưu trữ cơ quan",
        },
        { trigger: `${BUTTONS} button[name=action_fill]:visible`, run: "click" },
        { trigger: `${FORM} .o_field_widget[name=line_ids] .o_data_row:contains(1/2026)` },
        { trigger: `${BUTTONS} button[name=action_hand_over]:visible`, run: "click" },
        confirm(),
        isIn("handed"),
    ],
});

tours.add("tthc_paper_archive_tour", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row .o_data_cell[name=name]", run: "click" },
        isIn("handed"),
        { trigger: `${BUTTONS} button[name=action_receive]`, run: "click" },
        confirm(),
        isIn("received"),
    ],
});
