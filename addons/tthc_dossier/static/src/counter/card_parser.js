/**
 * The QR code of a Vietnamese citizen's card, as a wedge scanner "types" it:
 * `number|old number|full name|ddmmyyyy|sex|address|ddmmyyyy`, newer cards append more.
 *
 * Nothing here keeps the scanned text: what is not a field of the answer is forgotten.
 */

const FIELDS = 7;
const NUMBER = /^\d{12}$/;
const OLD_NUMBER = /^\d{9}$/;
const DAY = /^(\d{2})(\d{2})(\d{4})$/;

/** The five tone marks, and the three marks that make ă â ê ô ơ ư. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const SHAPES = /[\u0302\u0306\u031b]/g;
const PLAIN_TEXT = /^[a-zđ0-9 ,.;:'’&()/\\–-]*$/i;

/** Letters of a typing method that were not turned into Vietnamese, such as “Vawn”. */
const TELEX_LETTERS = /aa|ee|dd|[aou]w|^[fjwz]|[aeiouy][a-z]*[fjrsx]$/i;
const VNI_DIGITS = /[a-z]\d/i;

/**
 * Reads the QR code of a citizen's card.
 *
 * @param {string} raw as scanned
 * @returns {{card: Object|null, notices: string[]}} the fields of the card, or null for
 *      a text that is no card; notices are `accents` (letters were lost on the way),
 *      `typing` (Telex or VNI was on, or should have been) and `birth` (no such day)
 */
export function parseCard(raw) {
    const fields = raw.split("|").map((field) => field.normalize("NFC").trim());
    const [number, old, name, birth, sex, address, issued] = fields;
    if (fields.length < FIELDS || !NUMBER.test(number) || !name) {
        return { card: null, notices: [] };
    }
    const card = {
        number,
        oldNumber: OLD_NUMBER.test(old) ? old : "",
        name: name.replace(/\s+/g, " "),
        birthDate: isoDay(birth),
        sex: sexOf(sex),
        address: address.replace(/\s+/g, " "),
        issuedOn: isoDay(issued),
    };
    return { card, notices: noticesOf(card, sex) };
}

/**
 * Reads eight digits as a day.
 *
 * @param {string} digits ddmmyyyy
 * @returns {string|false} ISO date, or false when there is no such day
 */
export function isoDay(digits) {
    const [, day, month, year] = DAY.exec(digits) || [];
    if (!day) {
        return false;
    }
    const date = new Date(Date.UTC(year, month - 1, day));
    const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day);
    return exists && Number(year) > 1800 ? `${year}-${month}-${day}` : false;
}

function sexOf(text) {
    const letters = text.toLowerCase();
    if (letters === "nam") {
        return "male";
    }
    return letters === "nữ" || letters === "nu" ? "female" : false;
}

function noticesOf(card, sex) {
    const notices = [];
    const texts = [card.name, card.address];
    if (texts.some(hasForeignLetters) || ![...texts, sex].some(hasMarks)) {
        notices.push("accents");
    }
    if (wordsOf(card.name).some(isTypedWord)) {
        notices.push("typing");
    }
    if (!card.birthDate) {
        notices.push("birth");
    }
    return notices;
}

function bare(text) {
    return text.normalize("NFD").replace(TONES, "").replace(SHAPES, "");
}

function hasForeignLetters(text) {
    return !PLAIN_TEXT.test(bare(text));
}

function hasMarks(text) {
    return /đ/i.test(text) || bare(text) !== text;
}

function wordsOf(text) {
    return text.split(/[\s'’-]+/).filter(Boolean);
}

function isTypedWord(word) {
    const tones = word.normalize("NFD").match(TONES) || [];
    const letters = bare(word);
    return tones.length > 1 || TELEX_LETTERS.test(letters) || VNI_DIGITS.test(letters);
}
