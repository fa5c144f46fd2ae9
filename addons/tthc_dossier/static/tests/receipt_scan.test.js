import { beforeEach, expect, test } from "@odoo/hoot";
import { press, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";
import {
    contains,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { KeyBurst, tokenIn } from "@tthc_dossier/receipt_scan/receipt_scan";
import { dossierOfStep } from "@tthc_dossier/queue/step_queue";

defineMailModels();

const TOKEN = "BCGHKLMNPQTV0123456789BCG";

test("the token is found alone and in the address, whatever the case", () => {
    expect(tokenIn(TOKEN)).toBe(TOKEN);
    expect(tokenIn(`https://mot-cua.example/hs/${TOKEN}`)).toBe(TOKEN);
    expect(tokenIn(TOKEN.toLowerCase())).toBe(TOKEN);
    // Telex and VNI rewrite the rest of the address, never the token.
    expect(tokenIn(`https://dơn.example/hs/${TOKEN}`)).toBe(TOKEN);
});

test("a card, a code and too long a word are no token", () => {
    expect(tokenIn("075090012345||Nguyễn Thị Hồng Ánh|28031990|Nữ|Trảng Dài|")).toBe(null);
    expect(tokenIn("H99.14-20260820-0000001")).toBe(null);
    expect(tokenIn(`${TOKEN}B`)).toBe(null);
    expect(tokenIn(TOKEN.slice(1))).toBe(null);
});

test("only what is typed as fast as a scanner is a scan", () => {
    const burst = new KeyBurst();
    const type = (gap) => {
        let at = 1000;
        for (const key of TOKEN) {
            at += gap;
            burst.add(key, at);
        }
        return burst.take(at + gap);
    };
    expect(type(10)).toBe(TOKEN);
    expect(type(150)).toBe(null);
    expect(burst.take(5000)).toBe(null);
});

test("a step opens its dossier, next and previous go through the queue once each", () => {
    const row = (id, dossier) => ({ resId: id, data: { dossier_id: { id: dossier } } });
    const rows = [row(1, 11), row(2, 12), row(3, 11)];
    const [action, options] = dossierOfStep(rows[1], rows);
    expect(action.res_model).toBe("tthc.dossier");
    expect(action.res_id).toBe(12);
    expect(options.props.resIds).toEqual([11, 12]);
});

class Screen extends Component {
    static template = xml`<div><input class="field"/><button class="idle">x</button></div>`;
    static props = {};
}

let found;
beforeEach(() => {
    found = 42;
    onRpc("tthc.dossier", "open_receipt", ({ args }) => {
        expect.step(args[0]);
        return found && { res_id: found };
    });
    mockService("action", {
        doAction: (action) => expect.step(`opens ${action.res_id}`),
    });
    mockService("notification", {
        add: (message, { type }) => expect.step(type),
    });
});

async function scan(text) {
    for (const key of [...text, "Enter"]) {
        await press(key);
    }
    await advanceTime(0);
    await animationFrame();
}

test("a receipt scanned into nothing opens its dossier", async () => {
    await mountWithCleanup(Screen);
    await scan(TOKEN);
    expect.verifySteps([TOKEN, "opens 42"]);
});

test("what the user may not see is said", async () => {
    found = false;
    await mountWithCleanup(Screen);
    await scan(TOKEN);
    expect.verifySteps([TOKEN, "warning"]);
});

test("a field that somebody types into keeps its keys", async () => {
    await mountWithCleanup(Screen);
    await contains(".field").click();
    await scan(TOKEN);
    expect(queryOne(".field").value.toUpperCase()).toBe(TOKEN);
    expect.verifySteps([]);
});
