import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import {
    contains,
    getService,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { printFrame, printReport } from "@tthc_base/print/form_print";

defineMailModels();

const action = {
    type: "ir.actions.report",
    report_type: "tthc-pdf",
    report_name: "tthc_base.printer_test",
    context: { active_ids: [3, 5] },
};

function answer(body, { type, status = 200 }) {
    patchWithCleanup(browser, {
        fetch: async (url) => {
            expect.step(url);
            return new Response(body, { status, headers: { "Content-Type": type } });
        },
    });
}

test("the Print menu opens a form in a tab and does not ask for wkhtmltopdf", async () => {
    patchWithCleanup(browser, {
        open: (url) => {
            expect.step(url);
            return window;
        },
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction(action);
    expect.verifySteps(["/tthc/print/tthc_base.printer_test?ids=3,5"]);
    expect(".o_notification").toHaveCount(0);
});

test("the screen reads its records again when the form is there, not before", async () => {
    const tab = { closed: false, location: { href: "about:blank" } };
    patchWithCleanup(browser, { open: () => tab });
    await mountWithCleanup(WebClient);
    const printing = getService("action").doAction(action, {
        onClose: () => expect.step("read again"),
    });
    await advanceTime(5000);
    expect.verifySteps([]);
    tab.location.href = "http://localhost/tthc/print/tthc_base.printer_test?ids=3,5";
    await advanceTime(1000);
    await printing;
    expect.verifySteps(["read again"]);
});

test("a blocked tab leaves a button that opens the form", async () => {
    patchWithCleanup(browser, {
        open: (url) => {
            expect.step(url);
            return null;
        },
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction(action);
    await contains(".o_notification_buttons button").click();
    expect.verifySteps([
        "/tthc/print/tthc_base.printer_test?ids=3,5",
        "/tthc/print/tthc_base.printer_test?ids=3,5",
    ]);
});

test("printReport hands the file to the printer", async () => {
    patchWithCleanup(printFrame, {
        print: async (blob) => expect.step(`printed ${blob.size} bytes`),
    });
    const { env } = await mountWithCleanup(WebClient);
    answer("%PDF-1.7", { type: "application/pdf" });
    expect(await printReport(env, "tthc_base.printer_test", [7])).toBe(true);
    expect.verifySteps([
        "/tthc/print/tthc_base.printer_test?ids=7",
        "printed 8 bytes",
    ]);
});

test("printReport opens a tab where a hidden frame can't print", async () => {
    patchWithCleanup(printFrame, {
        print: async () => {
            throw new Error("Permission denied");
        },
    });
    patchWithCleanup(browser, {
        open: (url) => {
            expect.step(`tab ${url}`);
            return window;
        },
    });
    const { env } = await mountWithCleanup(WebClient);
    answer("%PDF-1.7", { type: "application/pdf" });
    expect(await printReport(env, "tthc_base.printer_test", [7])).toBe(true);
    expect.verifySteps([
        "/tthc/print/tthc_base.printer_test?ids=7",
        "tab /tthc/print/tthc_base.printer_test?ids=7",
    ]);
});

test("printReport shows what the server says about a fault", async () => {
    const { env } = await mountWithCleanup(WebClient);
    answer(JSON.stringify({ message: "Replace the letter 日." }), {
        type: "application/json",
        status: 422,
    });
    expect(await printReport(env, "tthc_base.printer_test", [7])).toBe(false);
    await animationFrame();
    expect(".o_notification").toHaveText(/Replace the letter 日\./);
    expect.verifySteps(["/tthc/print/tthc_base.printer_test?ids=7"]);
});
