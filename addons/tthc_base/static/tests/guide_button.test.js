import { expect, test } from "@odoo/hoot";
import { screenOf } from "@tthc_base/guide/guide_button";

test("the screen is the last name in the address", () => {
    expect(screenOf("/odoo/ho-so/12")).toBe("ho-so");
    expect(screenOf("/odoo/scan-desk")).toBe("scan-desk");
    expect(screenOf("/odoo/ho-so/new")).toBe("ho-so");
    expect(screenOf("/odoo")).toBe("");
});
