import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const FRAME_ID = "o_tthc_print_frame";
const LOOK_EVERY = 300;
const LOOK_AT_MOST = 120_000;

/**
 * Address of the PDF of a legal form.
 *
 * @param {string} reportRef name or external id of a report of the type `tthc-pdf`
 * @param {number[]} ids records to print
 * @returns {string}
 */
export function formUrl(reportRef, ids) {
    return `/tthc/print/${encodeURIComponent(reportRef)}?ids=${ids.join(",")}`;
}

/**
 * Shows a legal form in a tab of its own. Where the browser blocks new tabs, a
 * notification offers the form instead.
 *
 * @param {Object} env
 * @param {string} reportRef name or external id of a report of the type `tthc-pdf`
 * @param {number[]} ids records to print
 * @returns {Window|null} the tab
 */
export function openReport(env, reportRef, ids) {
    const url = formUrl(reportRef, ids);
    const tab = browser.open(url, "_blank");
    if (tab) {
        return tab;
    }
    const close = env.services.notification.add(
        _t("The browser did not open a new tab for the form."),
        {
            type: "warning",
            sticky: true,
            buttons: [
                {
                    name: _t("Open the form"),
                    onClick: () => {
                        close();
                        browser.open(url, "_blank");
                    },
                },
            ],
        }
    );
    return null;
}

/**
 * Waits until a new tab shows what it was opened for: until then the server is at
 * work, and what printing changes is not there to be read.
 *
 * @param {Window|null} tab
 * @returns {Promise<void>} fulfilled after two minutes at the latest
 */
async function arrival(tab) {
    for (let waited = 0; waited < LOOK_AT_MOST && isBlank(tab); waited += LOOK_EVERY) {
        await new Promise((resolve) => browser.setTimeout(resolve, LOOK_EVERY));
    }
}

function isBlank(tab) {
    try {
        return !tab.closed && tab.location.href === "about:blank";
    } catch {
        // a viewer that may not be read is there; so is no tab at all
        return false;
    }
}

/**
 * Prints a legal form without leaving the screen. A browser started with
 * `--kiosk-printing` asks nothing; any other shows its print dialog. A browser that
 * can't print from a hidden frame shows the form in a tab.
 *
 * @param {Object} env
 * @param {string} reportRef name or external id of a report of the type `tthc-pdf`
 * @param {number[]} ids records to print
 * @returns {Promise<boolean>} whether the form was made; a fault is shown as a
 *      notification and answers false
 */
export async function printReport(env, reportRef, ids) {
    const { blob, fault } = await fetchForm(formUrl(reportRef, ids));
    if (fault) {
        env.services.notification.add(fault, {
            type: "danger",
            sticky: true,
            title: _t("The form could not be printed"),
        });
        return false;
    }
    try {
        await printFrame.print(blob);
    } catch {
        openReport(env, reportRef, ids);
    }
    return true;
}

async function fetchForm(url) {
    let response;
    try {
        response = await browser.fetch(url, { headers: { Accept: "application/json" } });
    } catch {
        return { fault: _t("The server can't be reached. Print again in a moment.") };
    }
    const type = response.headers.get("Content-Type") || "";
    if (type.startsWith("application/pdf")) {
        return { blob: await response.blob() };
    }
    if (type.startsWith("application/json")) {
        return { fault: (await response.json()).message };
    }
    if (response.redirected) {
        return { fault: _t("Your session has ended. Log in and print again.") };
    }
    return { fault: _t("The server has a fault. Tell the administrator the time of day.") };
}

// An object, so that tests can replace what no test browser can do.
export const printFrame = {
    /**
     * @param {Blob} blob a PDF
     * @returns {Promise<void>} fulfilled when the browser has taken the print job
     */
    async print(blob) {
        const last = document.getElementById(FRAME_ID);
        if (last) {
            URL.revokeObjectURL(last.src);
            last.remove();
        }
        const frame = document.createElement("iframe");
        frame.id = FRAME_ID;
        // Firefox does not print what is not displayed.
        frame.style = "position:fixed;right:0;bottom:0;width:0;height:0;border:0";
        frame.src = URL.createObjectURL(blob);
        await new Promise((resolve, reject) => {
            frame.onload = resolve;
            frame.onerror = reject;
            document.body.append(frame);
        });
        frame.contentWindow.focus();
        frame.contentWindow.print();
    },
};

registry
    .category("ir.actions.report handlers")
    .add("tthc_form", async (action, options, env) => {
        if (action.report_type !== "tthc-pdf") {
            return false;
        }
        // the screen reads its records again once this is done
        await arrival(openReport(env, action.report_name, action.context.active_ids || []));
        return true;
    });
