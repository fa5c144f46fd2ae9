import { expect, queryAll, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { LanesBoard } from "@tthc_base/lanes/lanes_board";
import {
    LINE,
    ZOOMS,
    boardLayout,
    dayWidth,
    heads,
    laneLayout,
} from "@tthc_base/lanes/lanes_board_layout";

defineMailModels();

function bar(values) {
    return {
        id: values.from + 1,
        title: "Check",
        detail: "",
        partners: "",
        dates: "",
        state: "planned",
        done: 0,
        warnings: [],
        ...values,
    };
}

const drawing = {
    axis: "Calendar days",
    first: "2026-03-02",
    length: 70,
    today: { at: 3, label: "Today" },
    sections: [
        {
            key: "1",
            label: "Center",
            shades: [{ from: 5, to: 7, label: "" }],
            marks: [{ at: 60, label: "Opening" }],
            lanes: [
                {
                    key: "1/0",
                    label: "Justice",
                    bars: [
                        bar({ from: 0, to: 5, done: 60, state: "running" }),
                        bar({ from: 2, to: 4, done: 100, state: "done" }),
                        bar({ from: 40, to: 50, state: "late" }),
                    ],
                },
                {
                    key: "1/1",
                    label: "Building",
                    bars: [bar({ from: 66, to: 70, warnings: ["past the opening"] })],
                },
            ],
        },
    ],
};

test("a short plan fills the screen, a long one scrolls", () => {
    expect(dayWidth("month", 35, 1050)).toBe(30);
    expect(dayWidth("month", 400, 1050)).toBe(ZOOMS.month);
    expect(dayWidth("week", 400, 1050)).toBe(ZOOMS.week);
    expect(dayWidth("week", 35, 1050)).toBeGreaterThan(dayWidth("month", 35, 1050));
});

test("bars and their words never cover one another", () => {
    const { bars, height } = laneLayout(drawing.sections[0].lanes[0], 10, 700);
    expect(bars.map((row) => row.y)).toEqual([bars[0].y, bars[0].y + LINE, bars[0].y]);
    expect(height).toBeGreaterThan(2 * LINE - 1);
    expect(bars[2].x).toBe(400);
    expect(bars[2].width).toBe(100);
});

test("words stand to the left where the axis ends", () => {
    const { bars } = laneLayout(drawing.sections[0].lanes[1], 10, 700);
    expect(bars[0].anchor).toBe("end");
    expect(bars[0].textX).toBeLessThan(bars[0].x);
    expect(bars[0].text).toMatch(/^⚠/);
});

test("a long bar carries its words, so that they are there wherever one scrolled", () => {
    const lane = { bars: [bar({ from: 0, to: 50 }), bar({ from: 50, to: 60 })] };
    const { bars } = laneLayout(lane, 10, 700);
    expect(bars[0].plate).toBeGreaterThan(0);
    expect(bars[0].textX).toBeLessThan(20);
    expect(bars[1].plate).toBe(0);
    expect(bars[1].y).toBe(bars[0].y);
});

test("heads count months, weeks and, close by, days", () => {
    const far = heads("2026-02-23", 14, 6);
    expect(far.months.map((month) => month.width)).toEqual([36, 48]);
    expect(far.weeks.map((week) => week.x)).toEqual([0, 42]);
    expect(far.days).toEqual([]);
    expect(heads("2026-02-23", 14, 26).days.map((day) => day.label).slice(5, 8)).toEqual([
        "28",
        "1",
        "2",
    ]);
});

test("shades and marks stand where their days are", () => {
    const { sections, today, width } = boardLayout(drawing, 10);
    expect(sections[0].shades[0].x).toBe(50);
    expect(sections[0].shades[0].width).toBe(20);
    expect(sections[0].marks[0].x).toBe(600);
    expect(today).toBe(30);
    expect(width).toBe(700);
});

test("the board shows how far each line is and opens it", async () => {
    await mountWithCleanup(LanesBoard, {
        props: { drawing, zoom: "week", openBar: (id) => expect.step(id) },
    });
    expect(".tthc_board_lane").toHaveCount(2);
    expect(".tthc_lanes_bar").toHaveCount(4);
    expect(".tthc_lanes_running .tthc_lanes_share").toHaveCount(1);
    expect(".tthc_lanes_late .tthc_lanes_late_edge").toHaveCount(1);
    expect(".tthc_lanes_bar[tabindex='0']").toHaveCount(1);
    expect(".tthc_lanes_bar:first").toHaveAttribute("aria-label", /Justice: Check/);
    await contains(".tthc_lanes_done .tthc_lanes_box").click();
    expect.verifySteps([3]);
});

test("arrows lead along the lane and to the next one", async () => {
    await mountWithCleanup(LanesBoard, {
        props: { drawing, zoom: "week", openBar: () => {} },
    });
    const bars = queryAll(".tthc_lanes_bar");
    const press = async (key) => {
        document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true })
        );
        await animationFrame();
        return bars.indexOf(document.activeElement);
    };
    bars[0].focus();
    expect(await press("ArrowRight")).toBe(1);
    expect(await press("End")).toBe(2);
    expect(await press("ArrowDown")).toBe(3);
    expect(await press("ArrowUp")).toBe(0);
});
