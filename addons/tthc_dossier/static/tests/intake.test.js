import { describe, expect, test } from "@odoo/hoot";
import { patchTranslations } from "@web/../tests/web_test_helpers";
import { birthDateText, parseBirthDate } from "@tthc_dossier/counter/birth_date";
import {
    draftOf,
    fillFromCard,
    fillFromRegister,
    intakeOf,
    isBlank,
    missingSentence,
    newIntake,
    newPerson,
    receiptOf,
    takeProcedure,
    tickAll,
} from "@tthc_dossier/counter/intake";

describe.current.tags("headless");

function paper(id, changes) {
    return {
        id,
        name: `Paper ${id}`,
        group: "",
        case_id: false,
        original: 1,
        certified: 0,
        copy: 2,
        required: true,
        held_by_state: false,
        form_code: "",
        ...changes,
    };
}

function intakeWith(components, cases = []) {
    patchTranslations();
    const intake = newIntake();
    takeProcedure(intake, { id: 7, code: "1.000001", cases, components, terms: { fee: "" } });
    return intake;
}

test("without a procedure only the procedure is missing", () => {
    patchTranslations();
    expect(missingSentence(newIntake())).toBe("Still missing: the procedure (F2).");
});

test("the sentence names papers by number, then the applicant", () => {
    const intake = intakeWith([paper(1), paper(2, { required: false }), paper(3)]);
    expect(missingSentence(intake)).toBe(
        "Still missing: papers no. 1, 3; the applicant's name (F3)."
    );
    intake.papers[3].ticked = true;
    intake.owner.name = "Lê Văn Tám";
    expect(missingSentence(intake)).toBe("Still missing: papers no. 1.");
    intake.papers[1].ticked = true;
    expect(missingSentence(intake)).toBe("");
});

test("a long list of missing papers is cut", () => {
    const intake = intakeWith([1, 2, 3, 4, 5, 6, 7, 8].map((id) => paper(id)));
    intake.owner.name = "Lê Văn Tám";
    expect(missingSentence(intake)).toBe("Still missing: papers no. 1, 2, 3, 4, 5, 6, ….");
});

test("a procedure with cases needs one, and asks for the papers of that one", () => {
    const components = [paper(1), paper(2, { case_id: 20 }), paper(3, { case_id: 30 })];
    const intake = intakeWith(components, [{ id: 20 }, { id: 30 }]);
    intake.owner.name = "Lê Văn Tám";
    expect(missingSentence(intake)).toBe("Still missing: the case; papers no. 1.");
    intake.caseId = 30;
    tickAll(intake);
    expect(missingSentence(intake)).toBe("");
    expect(receiptOf(intake).components.map(({ id }) => id)).toEqual([1, 3]);
});

test("who brings the dossier for another needs a name", () => {
    const intake = intakeWith([]);
    intake.owner.name = "Lê Văn Tám";
    intake.byProxy = true;
    expect(missingSentence(intake)).toBe("Still missing: the submitter's name.");
    intake.submitter.name = "Trần Thị Bình";
    expect(missingSentence(intake)).toBe("");
    expect(receiptOf(intake).submitter.name).toBe("Trần Thị Bình");
});

test("a name with marks in place of letters keeps the dossier back", () => {
    const intake = intakeWith([]);
    for (const name of ["Nguy?n V?n H?ng", "Nguyá»…n VÄƒn", "Nguy\uFFFDn"]) {
        intake.owner.name = name;
        expect(missingSentence(intake)).toBe(
            "Still missing: a name whose letters were lost in the scan."
        );
    }
    for (const name of ["Nguyễn Văn Hưng", "H'Hen Niê", "Jürgen Müller-Ölz"]) {
        intake.owner.name = name;
        expect(missingSentence(intake)).toBe("");
    }
    Object.assign(intake.owner, { kind: "company", name: "Công ty 100% “A & B”" });
    expect(missingSentence(intake)).toBe("");
});

test("a birth date that is none keeps the dossier back", () => {
    const intake = intakeWith([]);
    intake.owner.name = "Lê Văn Tám";
    intake.owner.birthText = "30/02/1990";
    expect(missingSentence(intake)).toBe("Still missing: a birth date as dd/mm/yyyy.");
});

test("complete ticks what is required, and the rest when asked again", () => {
    const intake = intakeWith([
        paper(1),
        paper(2, { required: false }),
        paper(3, { required: false, held_by_state: true }),
    ]);
    const ticked = () => Object.values(intake.papers).map((mark) => mark.ticked);
    tickAll(intake);
    expect(ticked()).toEqual([true, false, false]);
    tickAll(intake);
    expect(ticked()).toEqual([true, true, false]);
});

test("a receipt sends the counts of ticked papers only", () => {
    const intake = intakeWith([paper(1), paper(2), paper(3, { original: 0, copy: 0 })]);
    Object.assign(intake.papers[1], { ticked: true, copy: 0 });
    intake.papers[3].ticked = true;
    expect(receiptOf(intake).components).toEqual([
        { id: 1, original: 1, certified: 0, copy: 0, to_give_back: false },
        { id: 3, original: 1, certified: 0, copy: 0, to_give_back: false },
    ]);
});

test("the owner is sent with the kind of the identity paper", () => {
    const intake = intakeWith([]);
    for (const [identity, kind, expected] of [
        ["075090012345", "person", "cccd"],
        ["271 234 567", "person", "cmnd"],
        ["C1234567", "person", "passport"],
        ["3600123456", "company", "tax"],
    ]) {
        Object.assign(intake.owner, { identity, kind });
        expect(receiptOf(intake).owner.identity_kind).toBe(expected);
    }
});

test("a draft comes back as it was", () => {
    const intake = intakeWith([paper(1)]);
    intake.papers[1].ticked = true;
    intake.owner.name = "Lê Văn Tám";
    const draft = draftOf(intake);
    expect(draft.version_id).toBe(7);
    const restored = intakeOf(draft);
    expect(restored.key).toBe(intake.key);
    takeProcedure(restored, { ...intake.procedure, terms: intake.terms }, draft.papers);
    expect(restored).toEqual(intake);
});

test("every receipt has a key of its own", () => {
    expect(newIntake().key).not.toBe(newIntake().key);
});

test("an intake is blank until something is typed or chosen", () => {
    const intake = newIntake();
    expect(isBlank(intake)).toBe(true);
    intake.owner.phone = "0";
    expect(isBlank(intake)).toBe(false);
});

test("the register fills what is blank and keeps what was typed", () => {
    const person = newPerson();
    person.phone = "0999";
    fillFromRegister(person, { name: "Lê Văn Tám", phone: "0912", birth_date: "1990-03-28" });
    expect(person.name).toBe("Lê Văn Tám");
    expect(person.phone).toBe("0999");
    expect(person.birthText).toBe("28/03/1990");
});

test("another person's number replaces what the register had filled in", () => {
    const person = newPerson();
    fillFromRegister(person, { name: "Lê Văn Tám", address: "Biên Hòa" });
    person.address = "Long Thành";
    fillFromRegister(person, { name: "Trần Thị Bình", address: "Vĩnh Cửu" });
    expect(person.name).toBe("Trần Thị Bình");
    expect(person.address).toBe("Long Thành");
    fillFromRegister(person, {});
    expect(person.name).toBe("");
});

test("a card leaves nothing of the person before", () => {
    const person = newPerson();
    fillFromRegister(person, { name: "Lê Văn Tám", identity: "1", phone: "0912" });
    const card = { name: "Trần Thị Bình", number: "2", birthDate: false, sex: false, address: "" };
    fillFromCard(person, card, ["birth"]);
    expect(person).toMatchObject({
        name: "Trần Thị Bình",
        identity: "2",
        phone: "",
        birthText: "",
        notices: ["birth"],
    });
});

test("a phone number typed before the card is scanned stays", () => {
    const person = newPerson();
    person.phone = "0912";
    fillFromCard(person, { name: "A", number: "2", birthDate: false, address: "" }, []);
    expect(person.phone).toBe("0912");
});

test("birth dates are read as clerks type them", () => {
    for (const text of ["28/03/1990", "28-3-1990", "28.3.1990", "28031990"]) {
        expect(parseBirthDate(text)).toBe("1990-03-28");
    }
    for (const text of ["", "1990", "28/03/90", "32/01/1990", "hôm qua"]) {
        expect(parseBirthDate(text)).toBe(false);
    }
    expect(birthDateText("1990-03-28")).toBe("28/03/1990");
});
