import { expect, queryOne, test } from "@odoo/hoot";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Lanes } from "@tthc_base/lanes/lanes";
import {
    axisLength,
    defaultTicks,
    fit,
    layout,
    rowsOfBars,
} from "@tthc_base/lanes/lanes_layout";

defineMailModels();

const drawing = {
    axis: "Working days",
    lanes: [
        { key: 1, label: "Department of Justice" },
        { key: "center", label: "Center" },
    ],
    bars: [
        { lane: 1, from: 0, to: 5, title: "Check", label: "5 days", end: "5", state: "done" },
        { lane: 1, from: 2, to: 8, title: "Ask", label: "6 days", end: "8", state: "late" },
        {
            lane: "center",
            from: 8,
            to: 8,
            title: "Return",
            label: "no limit",
            end: "8",
            state: "running",
            warnings: ["Nobody does it"],
        },
    ],
    marks: [{ at: 10, label: "Limit: 10 days" }],
};

test("bars that overlap in one lane stand below one another", () => {
    expect(rowsOfBars(drawing.bars)).toEqual([0, 1, 0]);
    const { lanes, bars } = layout(drawing);
    expect(lanes[0].height).toBe(2 * lanes[1].height);
    expect(bars[1].y).toBeGreaterThan(bars[0].y);
});

test("lengths are limits: the scale reaches the last mark", () => {
    const { bars, marks } = layout(drawing);
    expect(axisLength(drawing)).toBe(10);
    expect(bars[0].width / (marks[0].x - bars[0].x)).toBeCloseTo(0.5);
    expect(bars[2].width).toBeGreaterThan(0);
});

test("the axis has round numbers and never too many", () => {
    expect(defaultTicks(5).map((tick) => tick.at)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(defaultTicks(105).length).toBeLessThan(13);
    expect(defaultTicks(5000).length).toBeLessThan(14);
});

test("long words are cut with an ellipsis", () => {
    expect(fit("Agency", 100)).toBe("Agency");
    expect(fit("Department of Justice", 60)).toBe("Departme…");
    expect(fit("Department", 10)).toBe("");
});

test("the drawing shows lanes, bars by state, the limit and the warnings", async () => {
    await mountWithCleanup(Lanes, { props: { drawing } });
    expect(".tthc_lanes_lane").toHaveCount(2);
    expect(".tthc_lanes_bar").toHaveCount(3);
    expect(".tthc_lanes_done .tthc_lanes_box").toHaveCount(1);
    expect(".tthc_lanes_late .tthc_lanes_late_edge").toHaveCount(1);
    expect(".tthc_lanes_running rect").toHaveCount(2);
    expect(".tthc_lanes_warned").toHaveCount(1);
    expect(".tthc_lanes_mark").toHaveCount(1);
    expect(".tthc_lanes_mark_label").toHaveText("Limit: 10 days");
});

test("whoever can't see the drawing gets the same in words", async () => {
    await mountWithCleanup(Lanes, { props: { drawing } });
    // A picture would hide from a screen reader what stands in it.
    expect("svg[role='img']").toHaveCount(0);
    expect("svg").toHaveAttribute("role", "list");
    expect("svg").toHaveAttribute("aria-label", "Agencies along time: Working days");
    expect(".tthc_lanes_bar[role='listitem'][tabindex='0']").toHaveCount(3);
    expect(".tthc_lanes_bar:first").toHaveAttribute(
        "aria-label",
        /Department of Justice: Check · 5 days/
    );
    expect("g[role='listitem'][aria-label='Limit: 10 days']").toHaveCount(1);
    queryOne(".tthc_lanes_words").open = true;
    expect(".tthc_lanes_words tbody tr").toHaveCount(3);
    expect(".tthc_lanes_words tbody tr:last").toHaveText(/Nobody does it/);
});

test("the table is opened for paper and closed again", async () => {
    await mountWithCleanup(Lanes, { props: { drawing } });
    const table = queryOne(".tthc_lanes_words");
    window.dispatchEvent(new Event("beforeprint"));
    expect(table.open).toBe(true);
    window.dispatchEvent(new Event("afterprint"));
    expect(table.open).toBe(false);
    table.open = true;
    window.dispatchEvent(new Event("beforeprint"));
    window.dispatchEvent(new Event("afterprint"));
    expect(table.open).toBe(true);
});
