import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame, press, queryOne, queryValue } from "@odoo/hoot-dom";
import { advanceTime, runAllTimers } from "@odoo/hoot-mock";
import {
    contains,
    makeServerError,
    mountWithCleanup,
    onRpc,
    patchTranslations,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { browser } from "@web/core/browser/browser";
import { printFrame } from "@tthc_base/print/form_print";
import { CounterDesk } from "@tthc_dossier/counter/counter_desk";

defineMailModels();

const CARD = "075090012345||Nguyễn Thị Hồng Ánh|28031990|Nữ|Trảng Dài, Đồng Nai|10052021";
const OWNER_IDENTITY = "[data-person=owner] [name=identity]";
const TERMS = {
    due: "2026-08-26 10:00:00",
    lines: ["Received", "Due"],
    limit: "5 days",
    fee: "free",
};
const PROCEDURE = {
    id: 7,
    code: "1.000001",
    name: "Cấp giấy phép",
    agency: "Sở Xây dựng",
    cases: [],
    components: [1, 2].map((id) => ({
        id,
        name: `Paper ${id}`,
        group: "",
        case_id: false,
        original: 1,
        certified: 0,
        copy: 0,
        required: true,
        held_by_state: false,
        form_code: "",
    })),
    terms: TERMS,
};
const FAVOURITES = [7, 1, 2, 3, 4, 5, 6, 8, 9, 10].map((id, index) => ({
    id,
    code: `1.00000${id}`,
    name: `Procedure ${id}`,
    pinned: !index,
}));
const RECEIVED = {
    id: 42,
    code: "H99.14-20260820-0000001",
    register: 1,
    due: "2026-08-26 10:00:00",
    procedure: "Cấp giấy phép",
    owner: "Lê Văn Tám",
    state: "received",
};

const WAITING_DOSSIER = {
    id: 41,
    version_id: 7,
    case_id: false,
    channel: "post",
    result_channel: "post",
    set_count: 1,
    note: "",
    papers: [{ id: 2, original: 1, certified: 0, copy: 0, to_give_back: true }],
    owner: { name: "Trần Thị Bưởi", identity: "075190012345", kind: "person" },
    submitter: false,
    authorised: false,
    authorisation: "",
};

/** What the server of a test answers; a test replaces single answers. */
let answers;

beforeEach(() => {
    patchTranslations();
    answers = {
        open_desk: () => ({ center: "Center", counter: "Counter 7", draft: false, recent: [], waiting: [] }),
        search_procedures: () => [
            { id: 7, code: "1.000001", name: "Cấp giấy phép", agency: "", limit: "", fee: "" },
        ],
        favourites: () => FAVOURITES,
        pin: () => null,
        open_procedure: () => PROCEDURE,
        preview: () => TERMS,
        find_applicant: () => false,
        find_by_phone: () => [],
        open_dossiers: () => [],
        guided: () => [],
        guide: () => ({ ...RECEIVED, code: "1/HDHS-2026", state: "intake_supplement" }),
        refuse: () => ({ ...RECEIVED, code: "1/TC-2026", state: "refused_intake" }),
        return_now: () => ({ ...RECEIVED, state: "returned" }),
        annul: () => [],
        waiting: () => [],
        submit: () => ({ ...RECEIVED, code: "Draft", state: "submitted" }),
        take_up: () => WAITING_DOSSIER,
        receive: () => RECEIVED,
        save_draft: () => null,
        clear_draft: () => null,
    };
    onRpc("tthc.intake.desk", "*", ({ method, args }) => {
        if (["receive", "guide", "refuse", "annul", "save_draft", "clear_draft", "find_applicant"].includes(method)) {
            expect.step(method);
        }
        return answers[method](...args);
    });
    printServiceAnswers("%PDF-1.7", "application/pdf", 200);
    patchWithCleanup(printFrame, { print: async () => expect.step("print") });
});

function printServiceAnswers(body, type, status) {
    patchWithCleanup(browser, {
        fetch(url) {
            return url.startsWith("/tthc/print/")
                ? new Response(body, { status, headers: { "Content-Type": type } })
                : super.fetch(...arguments);
        },
    });
}

/** Lets answers arrive, the screen be drawn, and the cursor go where it was sent. */
async function settle() {
    for (let round = 0; round < 3; round++) {
        await animationFrame();
        await advanceTime(80);
    }
}

async function mountDesk() {
    await mountWithCleanup(MainComponentsContainer);
    await mountWithCleanup(CounterDesk, { props: { action: {} } });
    await runAllTimers();
}

async function chooseProcedure() {
    await contains(".o_tthc_search input").edit("cap", { confirm: false });
    await settle();
    await press("Enter");
    await settle();
}

async function fillDesk() {
    await chooseProcedure();
    await press("Control+a");
    await settle();
    await contains("[data-person=owner] [name=name]").edit("Lê Văn Tám", { confirm: false });
}

async function scan(text) {
    for (const key of text) {
        await press(key);
    }
    await press("Enter");
    await animationFrame();
}

test("the cursor waits in the search of procedures", async () => {
    await mountDesk();
    expect(".o_tthc_search input").toBeFocused();
    expect(".o_tthc_receive").not.toBeEnabled();
});

test("F3 and F2 go to the applicant and back to the procedure", async () => {
    await mountDesk();
    await press("F3");
    await settle();
    expect("[data-person=owner] [name=identity]").toBeFocused();
    await press("F2");
    await settle();
    expect(".o_tthc_search input").toBeFocused();
});

test("Enter takes the first procedure found and goes to its papers", async () => {
    await mountDesk();
    await chooseProcedure();
    expect(".o_tthc_chosen .o_tthc_code").toHaveText("1.000001");
    expect(".o_tthc_paper input[type=checkbox]:first").toBeFocused();
    expect(".o_tthc_progress").toHaveText("0/2");
    expect(".o_tthc_due_date").toHaveText(/^Wed 26\/08.*, /);
});

test("Alt and a digit takes a procedure that is often received", async () => {
    await mountDesk();
    await press("Alt+1");
    await settle();
    expect(".o_tthc_chosen .o_tthc_code").toHaveText("1.000001");
});

test("the tenth favourite is taken by Alt and 0", async () => {
    await mountDesk();
    expect(".o_tthc_chip").toHaveCount(10);
    expect(".o_tthc_chip:eq(0) .fa-star").toHaveCount(1);
    expect(".o_tthc_chip:eq(1) .fa-star").toHaveCount(0);
    answers.open_procedure = (id) => {
        expect.step(`open_procedure ${id}`);
        return PROCEDURE;
    };
    await press("Alt+0");
    await settle();
    expect.verifySteps(["open_procedure 10"]);
});

test("a star is set on the procedure chosen and taken away again", async () => {
    await mountDesk();
    await chooseProcedure();
    answers.pin = (id, pinned) => expect.step(`pin ${id} ${pinned}`);
    await contains(".o_tthc_pin").click();
    await settle();
    expect(".o_tthc_pin").toHaveAttribute("aria-pressed", "true");
    await contains(".o_tthc_pin").click();
    await settle();
    expect(".o_tthc_pin").toHaveAttribute("aria-pressed", "false");
    expect.verifySteps(["pin 7 true", "pin 7 false"]);
});

test("arrows walk through the papers, Enter ticks and goes on", async () => {
    await mountDesk();
    await chooseProcedure();
    await press("ArrowDown");
    expect("#tthc_paper_2").toBeFocused();
    await press("ArrowUp");
    await press("Enter");
    await animationFrame();
    expect("#tthc_paper_1").toBeChecked();
    expect("#tthc_paper_2").toBeFocused();
    expect("#tthc_paper_2").not.toBeChecked();
});

test("Ctrl+A ticks the papers and goes to the applicant", async () => {
    await mountDesk();
    await chooseProcedure();
    await press("Control+a");
    await settle();
    expect(".o_tthc_progress").toHaveText("2/2");
    expect("[data-person=owner] [name=identity]").toBeFocused();
});

test("Ctrl+A in a field with text selects the text", async () => {
    await mountDesk();
    await chooseProcedure();
    await contains("[data-person=owner] [name=name]").edit("Lê", { confirm: false });
    await press("Control+a");
    await animationFrame();
    expect(".o_tthc_progress").toHaveText("0/2");
});

test("F9 does nothing while something is missing, and says what", async () => {
    await mountDesk();
    await chooseProcedure();
    await press("F9");
    await animationFrame();
    expect(".o_tthc_says").toHaveText(
        "Still missing: papers no. 1, 2; the applicant's name (F3)."
    );
    expect.verifySteps([]);
});

test("F9 receives once, prints, and leaves the screen ready", async () => {
    let intake;
    answers.receive = (value) => {
        intake = value;
        return RECEIVED;
    };
    await mountDesk();
    await fillDesk();
    press("F9");
    await press("F9");
    await settle();
    expect.verifySteps(["receive", "print"]);
    expect(intake.owner.name).toBe("Lê Văn Tám");
    expect(intake.components.map(({ id }) => id)).toEqual([1, 2]);
    expect(".o_tthc_newest .o_tthc_code").toHaveText("H99.14-20260820-0000001");
    expect(queryValue("[data-person=owner] [name=name]")).toBe("");
    expect(".o_tthc_chosen").toHaveCount(0);
    expect(".o_tthc_search input").toBeFocused();
});

test("no draft is saved after the receipt", async () => {
    await mountDesk();
    await fillDesk();
    await press("F9");
    await advanceTime(5000);
    expect.verifySteps(["receive", "print"]);
});

test("after a lost connection F9 sends the same key again", async () => {
    const keys = [];
    let lost = true;
    await mountDesk();
    await fillDesk();
    patchWithCleanup(rpc, {
        _rpc(url, { args }) {
            if (!url.endsWith("/receive")) {
                return super._rpc(...arguments);
            }
            keys.push(args[0].key);
            return lost
                ? Promise.reject(new ConnectionLostError(url))
                : super._rpc(...arguments);
        },
    });
    await press("F9");
    await settle();
    expect(".o_tthc_error").toHaveText(/What you typed is kept: try again\.$/);
    expect(queryValue("[data-person=owner] [name=name]")).toBe("Lê Văn Tám");
    lost = false;
    await press("F9");
    await settle();
    expect(keys.length).toBe(2);
    expect(keys[1]).toBe(keys[0]);
    expect.verifySteps(["receive", "print"]);
});

test("a refusal of the server is said in its words and loses nothing", async () => {
    answers.receive = () => {
        throw makeServerError({ message: "This procedure is no longer in force." });
    };
    await mountDesk();
    await fillDesk();
    await press("F9");
    await settle();
    expect(".o_tthc_error").toHaveText("This procedure is no longer in force.");
    expect(".o_tthc_progress").toHaveText("2/2");
    expect(".o_tthc_receive").toBeEnabled();
    expect.verifySteps(["receive"]);
});

test("a receipt that can't be printed is received and offered again", async () => {
    printServiceAnswers('{"message": "No paper"}', "application/json", 422);
    await mountDesk();
    await fillDesk();
    await press("F9");
    await settle();
    expect(".o_tthc_newest").toHaveCount(1);
    expect(".o_notification:contains('is received') button:contains('Print again')").toHaveCount(1);
    expect.verifySteps(["receive"]);
});

test("a scanned card fills the applicant wherever the cursor is", async () => {
    answers.find_applicant = () => ({ phone: "0912345678", name: "Nguyễn Thị Ánh" });
    await mountDesk();
    await scan(CARD);
    expect(queryValue(".o_tthc_search input")).toBe("");
    expect(queryValue("[data-person=owner] [name=identity]")).toBe("075090012345");
    expect(queryValue("[data-person=owner] [name=name]")).toBe("Nguyễn Thị Hồng Ánh");
    expect(queryValue("[data-person=owner] [name=birth]")).toBe("28/03/1990");
    expect(queryValue("[data-person=owner] [name=phone]")).toBe("0912345678");
    expect.verifySteps(["find_applicant"]);
});

test("a card that a typing method put into a field is taken out of it", async () => {
    await mountDesk();
    const field = queryOne("[data-person=owner] [name=identity]");
    field.focus();
    field.value = CARD;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await press("Enter");
    await animationFrame();
    expect(field.value).toBe("075090012345");
    expect(queryValue("[data-person=owner] [name=name]")).toBe("Nguyễn Thị Hồng Ánh");
    expect.verifySteps(["find_applicant"]);
});

test("the text of a card is in no draft", async () => {
    let draft;
    answers.save_draft = (payload) => {
        draft = JSON.stringify(payload);
    };
    await mountDesk();
    await scan(CARD);
    await advanceTime(2000);
    expect(draft).toInclude("Nguyễn Thị Hồng Ánh");
    expect(draft).not.toInclude("|");
    expect.verifySteps(["find_applicant", "save_draft"]);
});

test("garbled letters of a card are said", async () => {
    await mountDesk();
    await scan("075090012345||Nguy?n V?n ??c|28031990|Nam|Bi?n H?a|10052021");
    expect("[data-person=owner] [role=alert]").toHaveText(/Letters were lost/);
    expect.verifySteps(["find_applicant"]);
});

test("bars after a number that is no card fill nothing in", async () => {
    await mountDesk();
    await scan("075090012345|no card");
    expect(".o_tthc_error").toHaveText("This is no citizen's card, nothing was filled in.");
    expect(queryValue("[data-person=owner] [name=identity]")).toBe("");
});

test("Enter in the identity field fills in whom the register knows", async () => {
    answers.find_applicant = (number) => ({ name: "Lê Văn Tám", identity: number });
    await mountDesk();
    await contains(OWNER_IDENTITY).edit("075090012345", { confirm: "Enter" });
    await settle();
    expect(queryValue("[data-person=owner] [name=name]")).toBe("Lê Văn Tám");
    expect("[data-person=owner] [name=birth]").toBeFocused();
    expect.verifySteps(["find_applicant"]);
});

test("keys typed while the register is asked are not lost", async () => {
    await mountDesk();
    await contains(OWNER_IDENTITY).edit("075090012345", { confirm: "Enter" });
    expect("[data-person=owner] [name=name]").toBeFocused();
    await settle();
    expect("[data-person=owner] [name=name]").toBeFocused();
    expect(".o_tthc_known:first").toHaveText("New to the register");
    expect.verifySteps(["find_applicant"]);
});

test("a phone number offers people, one of them fills the form", async () => {
    answers.find_by_phone = () => [
        { id: 1, name: "Lê Văn Tám", identity: "075090012345", phone: "0912345678" },
    ];
    await mountDesk();
    await contains("[data-person=owner] [name=phone]").edit("0912345678", { confirm: "Enter" });
    await settle();
    expect(".o_tthc_match").toBeFocused();
    await contains(".o_tthc_match").click();
    expect(queryValue("[data-person=owner] [name=name]")).toBe("Lê Văn Tám");
});

test("open dossiers of the same person and procedure are told", async () => {
    answers.open_dossiers = () => ["H99.14-20260801-0000009"];
    await mountDesk();
    await chooseProcedure();
    await scan(CARD);
    await settle();
    expect(".o_tthc_due [role=alert]").toHaveText(/H99\.14-20260801-0000009/);
    expect.verifySteps(["find_applicant"]);
});

test("the cursor comes back from the frame that prints", async () => {
    const frame = document.createElement("iframe");
    patchWithCleanup(printFrame, {
        async print() {
            queryOne(".o_tthc_counter").after(frame);
            frame.focus();
        },
    });
    await mountDesk();
    await fillDesk();
    await press("F9");
    await settle();
    expect(".o_tthc_search input").toBeFocused();
    expect.verifySteps(["receive"]);
});

test("Esc asks before it clears what was typed", async () => {
    await mountDesk();
    await chooseProcedure();
    await press("Escape");
    await animationFrame();
    expect(".modal").toHaveCount(1);
    expect(".o_tthc_chosen").toHaveCount(1);
    await contains(".modal .btn-primary").click();
    await settle();
    expect(".o_tthc_chosen").toHaveCount(0);
    expect.verifySteps(["clear_draft"]);
});

test("Esc asks nothing on an empty screen", async () => {
    await mountDesk();
    await press("F3");
    await settle();
    await press("Escape");
    await settle();
    expect(".modal").toHaveCount(0);
    expect(".o_tthc_search input").toBeFocused();
});

test("a draft is saved a moment after the last key and comes back", async () => {
    let draft;
    answers.save_draft = (payload) => {
        draft = payload;
    };
    await mountDesk();
    await fillDesk();
    expect.verifySteps([]);
    await advanceTime(2000);
    expect.verifySteps(["save_draft"]);
    answers.open_desk = () => ({ center: "Center", counter: false, draft, recent: [], waiting: [] });
    await mountWithCleanup(CounterDesk, { props: { action: {} } });
    await settle();
    expect(".o_tthc_counter:last .o_tthc_progress").toHaveText("2/2");
    expect(queryValue(".o_tthc_counter:last [data-person=owner] [name=name]")).toBe("Lê Văn Tám");
    expect(".o_tthc_counter:last .o_tthc_draft").toHaveText("Your unfinished draft is back");
});

test("a case changes the papers and asks for the terms anew", async () => {
    answers.open_procedure = () => ({
        ...PROCEDURE,
        cases: [{ id: 20, name: "New" }],
        components: [{ ...PROCEDURE.components[0], case_id: 20 }],
    });
    answers.preview = (version, caseId) => ({ ...TERMS, fee: `fee of ${caseId}` });
    await mountDesk();
    await chooseProcedure();
    expect(".o_tthc_case").toBeFocused();
    expect(".o_tthc_paper input").toHaveCount(0);
    await contains(".o_tthc_case").select("20");
    await settle();
    expect(".o_tthc_due").toHaveText(/fee of 20/);
    expect("#tthc_paper_1").toBeFocused();
});

test("a procedure without limit promises no date", async () => {
    answers.open_procedure = () => ({
        ...PROCEDURE,
        terms: { due: false, lines: [], limit: "no limit", fee: "" },
    });
    await mountDesk();
    await chooseProcedure();
    expect(".o_tthc_due_date").toHaveText("no date promised");
    expect(".o_tthc_due [aria-expanded]").toHaveCount(0);
});

test("F6 guides with the missing papers, prints, and receives nothing", async () => {
    let sent;
    answers.guide = (...args) => {
        sent = args;
        return { ...RECEIVED, code: "1/HDHS-2026", state: "intake_supplement" };
    };
    await mountDesk();
    await chooseProcedure();
    await contains("[data-person=owner] [name=name]").edit("Lê Văn Tám", { confirm: false });
    await press("F6");
    await settle();
    expect(".o_tthc_outcome_papers input:checked").toHaveCount(2);
    expect(".o_tthc_outcome_confirm").not.toBeEnabled();
    await contains("#tthc_outcome_reason").edit("Thiếu giấy tờ", { confirm: false });
    await contains("#tthc_bring_more").edit("Bản vẽ", { confirm: false });
    await contains(".o_tthc_outcome_confirm").click();
    await settle();
    expect.verifySteps(["guide", "print"]);
    expect(sent[1]).toBe("Thiếu giấy tờ");
    expect(sent[2]).toEqual([
        { component_id: 1 },
        { component_id: 2 },
        { name: "Bản vẽ", original_count: 1 },
    ]);
    expect(".o_tthc_chosen").toHaveCount(0);
    expect(".o_tthc_recent tr").toHaveCount(0);
});

test("F7 refuses with a reason and prints", async () => {
    await mountDesk();
    await chooseProcedure();
    await contains("[data-person=owner] [name=name]").edit("Lê Văn Tám", { confirm: false });
    await press("F7");
    await settle();
    await contains("#tthc_outcome_reason").edit("Không thuộc thẩm quyền", { confirm: false });
    await contains(".o_tthc_outcome_confirm").click();
    await settle();
    expect.verifySteps(["refuse", "print"]);
});

test("F6 and F7 do nothing before it is known who came for what", async () => {
    await mountDesk();
    await press("F6");
    await press("F7");
    await settle();
    expect(".modal").toHaveCount(0);
    expect(".o_tthc_guide").not.toBeEnabled();
});

test("F8 receives and keeps the person for the next dossier of the receipt", async () => {
    const sent = [];
    answers.receive = (intake) => {
        sent.push(intake);
        return { ...RECEIVED, id: 40 + sent.length, group: 3 };
    };
    await mountDesk();
    await fillDesk();
    await press("F8");
    await settle();
    expect("[data-person=owner] [name=name]").toHaveValue("Lê Văn Tám");
    expect(".o_tthc_chosen").toHaveCount(0);
    await chooseProcedure();
    await press("Control+a");
    await press("F9");
    await settle();
    expect.verifySteps(["receive", "receive", "print"]);
    expect(sent[0].group_key).toBe(sent[1].group_key);
    expect(sent[0].key).not.toBe(sent[1].key);
});

test("F10 takes up what waits most urgently, with all that it says", async () => {
    const rows = [41, 43].map((id) => ({
        id,
        owner: "Trần Thị Bưởi",
        procedure: "Cấp giấy phép",
        channel: "By post",
        answer_by: "2026-08-20 03:00:00",
        late: id === 41,
    }));
    answers.waiting = () => rows;
    let sent;
    answers.receive = (intake) => {
        sent = intake;
        return { ...RECEIVED, id: 41 };
    };
    await mountDesk();
    expect(".o_tthc_lists .o_tthc_late").toHaveText("1 late");
    await press("F10");
    await settle();
    expect("[data-person=owner] [name=name]").toHaveValue("Trần Thị Bưởi");
    expect("#tthc_channel").toHaveValue("post");
    expect(".o_tthc_progress").toHaveText("1/2");
    await press("Control+a");
    await press("F9");
    await settle();
    expect(sent.dossier_id).toBe(41);
    expect(sent.components[1].to_give_back).toBe(true);
    expect(".o_tthc_list_waiting").toHaveText(/\(1\)/);
    expect.verifySteps(["receive", "print"]);
});

test("F10 leaves alone what stands on the screen", async () => {
    const row = { id: 41, owner: "X", procedure: "Y", channel: "Z", answer_by: false, late: false };
    answers.waiting = () => [row];
    await mountDesk();
    await fillDesk();
    await press("F10");
    await settle();
    expect("[data-person=owner] [name=name]").toHaveValue("Lê Văn Tám");
    expect(".o_tthc_error").toHaveText(/clear it/);
});

test("what comes by post can be received later", async () => {
    await mountDesk();
    await fillDesk();
    expect(".o_tthc_submit").toHaveCount(0);
    await contains("#tthc_channel").select("post");
    await settle();
    await contains(".o_tthc_submit").click();
    await settle();
    expect(".o_tthc_chosen").toHaveCount(0);
    expect(".o_tthc_waiting").toHaveCount(1);
    expect.verifySteps([]);
});

test("T marks an original that goes back, and the paper as handed in", async () => {
    let sent;
    answers.receive = (intake) => {
        sent = intake;
        return RECEIVED;
    };
    await mountDesk();
    await chooseProcedure();
    expect(".o_tthc_paper input[type=checkbox]:first").toBeFocused();
    await press("t");
    await settle();
    expect(".o_tthc_progress").toHaveText("1/2");
    expect(".o_tthc_give_back input:first").toBeChecked();
    await press("Control+a");
    await contains("[data-person=owner] [name=name]").edit("Lê Văn Tám", { confirm: false });
    await press("F9");
    await settle();
    expect(sent.components.map((paper) => paper.to_give_back)).toEqual([true, false]);
    expect.verifySteps(["receive", "print"]);
});

test("a receipt of the list is void with a reason", async () => {
    await mountDesk();
    answers.receive = () => ({ ...RECEIVED, can_annul: true });
    await fillDesk();
    await press("F9");
    await settle();
    await contains(".o_tthc_annul").click();
    await settle();
    await contains("#tthc_outcome_reason").edit("Nhầm người", { confirm: false });
    await contains(".o_tthc_outcome_confirm").click();
    await settle();
    expect.verifySteps(["receive", "print", "annul"]);
    expect(".o_tthc_recent tr").toHaveCount(0);
});

test("a procedure settled on the spot is returned at once, without a receipt", async () => {
    answers.open_procedure = () => ({ ...PROCEDURE, immediate: true });
    await mountDesk();
    await fillDesk();
    await contains(".o_tthc_return_now").click();
    await settle();
    expect.verifySteps([]);
    expect(".o_tthc_recent tr").toHaveCount(1);
});
