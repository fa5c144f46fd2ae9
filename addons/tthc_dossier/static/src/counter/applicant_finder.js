import { fillFromCard, fillFromRegister } from "./intake";

const PHONE_DIGITS = 9;

/** Looks people up in the register, by exact numbers only. */
export class ApplicantFinder {
    /**
     * @param {(method: string, args: Array) => Promise} call asks the server; answers
     *      null when it could not be asked
     */
    constructor(call) {
        this.call = call;
    }

    /**
     * Fills in who holds the identity number that was typed.
     *
     * @param {Object} person changed in place
     */
    async byIdentity(person) {
        const number = person.identity.trim();
        if (number === person.asked) {
            return;
        }
        Object.assign(person, { asked: number, known: null, notices: [] });
        const found = number ? await this.call("find_applicant", [number]) : false;
        if (person.asked !== number || found === null) {
            return;
        }
        fillFromRegister(person, { ...found, identity: number });
        person.filled.identity = number;
        person.known = number ? Boolean(found) : null;
    }

    /**
     * Fills in the holder of a card, with what the register adds: phone and e-mail.
     *
     * @param {Object} person changed in place
     * @param {Object} card as `parseCard` answers
     * @param {string[]} notices of the same answer
     */
    async byCard(person, card, notices) {
        fillFromCard(person, card, notices);
        const found =
            (await this.call("find_applicant", [card.number])) ||
            (card.oldNumber && (await this.call("find_applicant", [card.oldNumber])));
        if (person.asked !== card.number) {
            return;
        }
        person.known = Boolean(found);
        person.phone ||= found.phone || "";
        person.email ||= found.email || "";
    }

    /**
     * @param {Object} person whose phone number was typed
     * @returns {Promise<Object[]>} who it may be, nobody once a name is there
     */
    async byPhone(person) {
        const digits = person.phone.replace(/\D/g, "");
        if (person.name.trim() || digits.length < PHONE_DIGITS) {
            return [];
        }
        return (await this.call("find_by_phone", [person.phone])) || [];
    }

    /**
     * Takes one of the people whom a phone number offered.
     *
     * @param {Object} person changed in place
     * @param {Object} applicant as the server gives it
     */
    take(person, applicant) {
        fillFromRegister(person, applicant);
        Object.assign(person, { asked: person.identity, known: true });
    }
}
