import { _t } from "@web/core/l10n/translation";
import { uuid } from "@web/core/utils/strings";
import { birthDateText, parseBirthDate } from "./birth_date";

const PERSON_FIELDS = ["name", "identity", "birthText", "sex", "phone", "email", "address"];
const DRAFT_FIELDS = [
    "key",
    "caseId",
    "papers",
    "owner",
    "byProxy",
    "authorised",
    "authorisation",
    "dossierId",
    "groupKey",
    "submitter",
    "channel",
    "resultChannel",
    "setCount",
    "note",
    "late",
];

/** @returns {Object} a person of whom nothing is known */
export function newPerson() {
    const texts = Object.fromEntries(PERSON_FIELDS.map((name) => [name, ""]));
    return { ...texts, kind: "person", filled: {}, asked: "", known: null, notices: [] };
}

/**
 * What a clerk types for one receipt. Its key makes a repeated request receive once.
 * (`crypto.randomUUID` does not exist on a plain http address, Odoo's `uuid` does.)
 *
 * @returns {Object} an intake with nothing typed
 */
export function newIntake() {
    return {
        key: uuid(),
        procedure: null,
        terms: null,
        caseId: false,
        papers: {},
        owner: newPerson(),
        byProxy: false,
        authorised: false,
        authorisation: "",
        dossierId: false,
        groupKey: "",
        submitter: newPerson(),
        channel: "direct",
        resultChannel: "direct",
        setCount: 1,
        note: "",
        late: false,
    };
}

/**
 * The next dossier that the same person hands in, on the same receipt.
 *
 * @param {Object} intake what was just received
 * @returns {Object} intake of the same people
 */
export function nextOfGroup(intake) {
    const kept = ["owner", "byProxy", "submitter", "authorised", "authorisation", "groupKey"];
    return {
        ...newIntake(),
        ...Object.fromEntries(kept.map((name) => [name, intake[name]])),
    };
}

/**
 * @param {Object} intake
 * @returns {boolean} whether nothing was typed that could be lost
 */
export function isBlank(intake) {
    const people = [intake.owner, intake.submitter];
    const typed = people.some((person) => PERSON_FIELDS.some((name) => person[name]));
    return !intake.procedure && !typed && !intake.note && !intake.late;
}

// -- papers --------------------------------------------------------------------

/**
 * @param {Object} intake
 * @returns {Object[]} papers that the procedure asks for in the case chosen
 */
export function papersOf(intake) {
    const papers = intake.procedure?.components || [];
    return papers.filter((paper) => !paper.case_id || paper.case_id === intake.caseId);
}

/**
 * Takes a procedure: its papers start unticked, with the counts that it asks for.
 *
 * @param {Object} intake changed in place
 * @param {Object} procedure as the server's `open_procedure` answers
 * @param {Object} [kept] marks of a draft, by paper
 */
export function takeProcedure(intake, { terms, ...procedure }, kept = {}) {
    const marks = procedure.components.map((paper) => [
        paper.id,
        kept[paper.id] || newMark(paper),
    ]);
    intake.papers = Object.fromEntries(marks);
    intake.procedure = procedure;
    intake.terms = terms;
}

function newMark({ original, certified, copy }) {
    const asked = original + certified + copy;
    return { ticked: false, original: asked ? original : 1, certified, copy, giveBack: false };
}

/** @returns {Object[]} required papers that are not ticked */
export function missingPapers(intake) {
    return papersOf(intake).filter((paper) => paper.required && !isTicked(intake, paper));
}

/** @returns {boolean} whether the citizen handed the paper in */
export function isTicked(intake, paper) {
    return intake.papers[paper.id].ticked;
}

/**
 * Ticks what must be handed in. Where that is done already, ticks the rest: a receipt
 * lists no paper of an exception (by proxy, by post) that was not meant.
 *
 * @param {Object} intake
 */
export function tickAll(intake) {
    const required = missingPapers(intake);
    const rest = papersOf(intake).filter((paper) => !paper.held_by_state);
    for (const paper of required.length ? required : rest) {
        intake.papers[paper.id].ticked = true;
    }
}

// -- what is missing -------------------------------------------------------------

/**
 * @param {Object} intake
 * @returns {string} what keeps the dossier from being received, empty when nothing does
 */
export function missingSentence(intake) {
    const parts = missingParts(intake);
    return parts.length ? _t("Still missing: %s.", parts.join("; ")) : "";
}

function missingParts(intake) {
    if (!intake.procedure) {
        return [_t("the procedure (F2)")];
    }
    return [
        needsCase(intake) && _t("the case"),
        missingPapersPart(intake),
        !intake.owner.name.trim() && _t("the applicant's name (F3)"),
        hasLostLetters(intake) && _t("a name whose letters were lost in the scan"),
        intake.byProxy && !intake.submitter.name.trim() && _t("the submitter's name"),
        intake.byProxy &&
            intake.authorised &&
            !intake.authorisation.trim() &&
            _t("the authorisation"),
        hasWrongBirthDate(intake.owner) && _t("a birth date as dd/mm/yyyy"),
    ].filter(Boolean);
}

/** Where a scanner can't send a letter, signs stand in a name that no person has. */
function hasLostLetters({ owner, submitter, byProxy }) {
    const people = byProxy ? [owner, submitter] : [owner];
    return people.some(
        ({ kind, name }) => kind === "person" && !/^[\p{L}\p{M}\d\s.,'’()/–-]*$/u.test(name)
    );
}

export function needsCase({ procedure, caseId }) {
    return Boolean(procedure?.cases.length) && !caseId;
}

function missingPapersPart(intake) {
    const missing = missingPapers(intake);
    if (!missing.length) {
        return "";
    }
    const papers = papersOf(intake);
    const numbers = missing.map((paper) => papers.indexOf(paper) + 1);
    const shown = numbers.length > 6 ? [...numbers.slice(0, 6), "…"] : numbers;
    return _t("papers no. %s", shown.join(", "));
}

export function hasWrongBirthDate(person) {
    return Boolean(person.birthText.trim()) && !parseBirthDate(person.birthText);
}

// -- people ------------------------------------------------------------------------

/**
 * Fills a person from the register. What the clerk typed stays; what an earlier answer
 * had filled in is replaced.
 *
 * @param {Object} person changed in place
 * @param {Object} applicant as the server gives it, empty when the register knows none
 */
export function fillFromRegister(person, applicant) {
    const found = {
        name: applicant.name || "",
        identity: applicant.identity || person.identity,
        birthText: birthDateText(applicant.birth_date),
        sex: applicant.sex || "",
        phone: applicant.phone || "",
        email: applicant.email || "",
        address: applicant.address || "",
    };
    for (const name of PERSON_FIELDS) {
        if (!person[name] || person[name] === person.filled[name]) {
            person[name] = found[name];
            person.filled[name] = found[name];
        }
    }
    person.kind = applicant.kind || person.kind;
}

/**
 * Makes a person the holder of a citizen's card. Of somebody else, nothing is left.
 *
 * @param {Object} person changed in place
 * @param {Object} card as `parseCard` answers
 * @param {string[]} notices of the same answer
 */
export function fillFromCard(person, card, notices) {
    const typed = person.filled.identity ? newPerson() : person;
    Object.assign(person, {
        ...newPerson(),
        phone: typed.phone,
        email: typed.email,
        name: card.name,
        identity: card.number,
        birthText: birthDateText(card.birthDate),
        sex: card.sex || "",
        address: card.address,
        filled: { identity: card.number },
        asked: card.number,
        notices,
    });
}

function personValues(person) {
    return {
        name: person.name.trim(),
        kind: person.kind,
        identity: person.identity.trim(),
        identity_kind: identityKind(person),
        birth_date: parseBirthDate(person.birthText),
        sex: person.sex || false,
        phone: person.phone.trim(),
        email: person.email.trim(),
        address: person.address.trim(),
    };
}

function identityKind({ kind, identity }) {
    if (kind !== "person") {
        return "tax";
    }
    const number = identity.replace(/[\s.]/g, "");
    if (/^\d{12}$/.test(number)) {
        return "cccd";
    }
    return /^\d{9}$/.test(number) ? "cmnd" : "passport";
}

// -- to and from the server ----------------------------------------------------------

/**
 * @param {Object} intake
 * @returns {Object} argument of the server's `receive`
 */
export function receiptOf(intake) {
    const ticked = papersOf(intake).filter((paper) => isTicked(intake, paper));
    return {
        key: intake.key,
        version_id: intake.procedure.id,
        case_id: intake.caseId,
        channel: intake.channel,
        result_channel: intake.resultChannel,
        set_count: intake.setCount,
        note: intake.note,
        components: ticked.map((paper) => {
            const { original, certified, copy, giveBack } = intake.papers[paper.id];
            return { id: paper.id, original, certified, copy, to_give_back: Boolean(giveBack) };
        }),
        owner: personValues(intake.owner),
        submitter: intake.byProxy ? personValues(intake.submitter) : false,
        authorised: intake.byProxy && intake.authorised,
        authorisation: intake.authorisation.trim(),
        dossier_id: intake.dossierId,
        group_key: intake.groupKey,
        received_at: intake.late ? intake.late.received_at : false,
    };
}

/**
 * @param {Object} intake
 * @returns {Object} what a draft keeps: no text of the procedure, which may change
 */
export function draftOf(intake) {
    const kept = DRAFT_FIELDS.map((name) => [name, intake[name]]);
    const draft = { ...Object.fromEntries(kept), version_id: intake.procedure?.id || false };
    return JSON.parse(JSON.stringify(draft));
}

/**
 * @param {Object} waiting as the server's `take_up` answers
 * @returns {[Object, Object]} intake without its procedure, and the marks of its papers
 */
export function intakeOfWaiting(waiting) {
    const marks = waiting.papers.map(({ id, to_give_back: giveBack, ...counts }) => [
        id,
        { ticked: true, giveBack, ...counts },
    ]);
    const intake = {
        ...newIntake(),
        dossierId: waiting.id,
        caseId: waiting.case_id,
        channel: waiting.channel,
        resultChannel: waiting.result_channel,
        setCount: waiting.set_count,
        note: waiting.note,
        byProxy: Boolean(waiting.submitter),
        authorised: waiting.authorised,
        authorisation: waiting.authorisation,
    };
    for (const name of ["owner", "submitter"]) {
        if (waiting[name]) {
            fillFromRegister(intake[name], waiting[name]);
            intake[name].asked = waiting[name].identity;
        }
    }
    return [intake, Object.fromEntries(marks)];
}

/**
 * @param {Object} draft as kept; an older screen may have kept less
 * @returns {Object} intake without its procedure
 */
export function intakeOf(draft) {
    const kept = DRAFT_FIELDS.filter((name) => name in draft);
    return {
        ...newIntake(),
        ...Object.fromEntries(kept.map((name) => [name, draft[name]])),
    };
}
