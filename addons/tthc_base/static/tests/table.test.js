import { expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Table extends models.Model {
    _name = "tthc.test.table";

    content = fields.Json();

    _records = [
        {
            id: 1,
            content: {
                settings: { day: "2026-03-02" },
                title: "II.",
                subtitle: "Toàn tỉnh",
                header: [[{ text: "Liên thông", colspan: 1, rowspan: 1 }]],
                notes: ["Ghi chú"],
                rows: [
                    {
                        key: "agency:7",
                        label: "Sở Tư pháp",
                        cells: [
                            {
                                kind: "count",
                                column: "interlinked",
                                value: 4,
                                unknown: 88,
                                text: "4 (88 chưa rõ)",
                            },
                            {
                                kind: "count",
                                column: "postal",
                                value: 0,
                                unknown: 0,
                                text: "0",
                            },
                            {
                                kind: "count",
                                column: "public",
                                value: 7,
                                unknown: 0,
                                text: "7",
                            },
                            {
                                kind: "count",
                                column: "online",
                                value: null,
                                unknown: 0,
                                text: "chưa có dữ liệu",
                            },
                        ],
                    },
                ],
            },
        },
    ];
}

defineMailModels();
defineModels([Table]);

async function mountTable() {
    onRpc("tthc.test.table", "open_cell", ({ args }) => {
        expect.step(args);
        return { type: "ir.actions.act_window_close" };
    });
    mockService("action", { doAction: () => expect.step("opened") });
    await mountView({
        type: "form",
        resModel: "tthc.test.table",
        resId: 1,
        arch: `<form><field name="content" widget="tthc_table"/></form>`,
    });
}

test("a figure opens what it counts", async () => {
    await mountTable();
    expect(".tthc_figure:first").toHaveText("4");
    await contains(".tthc_figure:first").click();
    expect.verifySteps([
        [{ day: "2026-03-02" }, "agency:7", "interlinked", false],
        "opened",
    ]);
});

test("what is not known opens its own list", async () => {
    await mountTable();
    expect(".tthc_unknown").toHaveText("(88 chưa rõ)");
    await contains(".tthc_unknown").click();
    expect.verifySteps([
        [{ day: "2026-03-02" }, "agency:7", "interlinked", true],
        "opened",
    ]);
});

test("no data is a text and opens nothing", async () => {
    await mountTable();
    expect("td[data-column=online] button").toHaveCount(0);
    expect("td[data-column=online]").toHaveText("chưa có dữ liệu");
});

test("nothing counted is quiet and opens nothing", async () => {
    await mountTable();
    expect("td[data-column=postal] button").toHaveCount(0);
    expect("td[data-column=postal] span").toHaveClass("text-muted");
});

test("arrow keys walk from figure to figure", async () => {
    await mountTable();
    await contains("td[data-column=interlinked] .tthc_figure").focus();
    await press("ArrowRight");
    expect("td[data-column=public] .tthc_figure").toBeFocused();
    await press("ArrowLeft");
    expect("td[data-column=interlinked] .tthc_figure").toBeFocused();
});
