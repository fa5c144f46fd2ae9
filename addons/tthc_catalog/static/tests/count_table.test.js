import { expect, test } from "@odoo/hoot";
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

class Count extends models.Model {
    _name = "tthc.catalog.count";

    table = fields.Char();
    day = fields.Date();
    center_id = fields.Many2one({ relation: "tthc.center" });
    agency_id = fields.Many2one({ relation: "tthc.center" });
    content = fields.Json();

    _records = [
        {
            id: 1,
            table: "section_two",
            day: "2026-03-02",
            content: {
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

class Center extends models.Model {
    _name = "tthc.center";

    _records = [];
}

defineMailModels();
defineModels([Count, Center]);

async function mountTable() {
    onRpc("tthc.catalog.count", "open_figure", ({ args }) => {
        expect.step(args);
        return { type: "ir.actions.act_window_close" };
    });
    mockService("action", { doAction: () => expect.step("opened") });
    await mountView({
        type: "form",
        resModel: "tthc.catalog.count",
        resId: 1,
        arch: `<form>
            <field name="table" invisible="1"/><field name="day" invisible="1"/>
            <field name="center_id" invisible="1"/>
            <field name="agency_id" invisible="1"/>
            <field name="content" widget="tthc_count_table"/>
        </form>`,
    });
}

test("a figure opens what it counts", async () => {
    await mountTable();
    expect(".tthc_figure").toHaveText("4");
    await contains(".tthc_figure").click();
    expect.verifySteps([
        ["section_two", "2026-03-02", false, "agency:7", "interlinked", false, false],
        "opened",
    ]);
});

test("what is not known opens its own list", async () => {
    await mountTable();
    expect(".tthc_unknown").toHaveText("(88 chưa rõ)");
    await contains(".tthc_unknown").click();
    expect.verifySteps([
        ["section_two", "2026-03-02", false, "agency:7", "interlinked", false, true],
        "opened",
    ]);
});

test("no data is a text and opens nothing", async () => {
    await mountTable();
    expect("td[data-column=online] button").toHaveCount(0);
    expect("td[data-column=online]").toHaveText("chưa có dữ liệu");
});
