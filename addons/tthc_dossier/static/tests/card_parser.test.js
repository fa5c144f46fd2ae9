import { describe, expect, test } from "@odoo/hoot";
import { isoDay, parseCard } from "@tthc_dossier/counter/card_parser";

describe.current.tags("headless");

const CARD =
    "075090012345|271234567|Nguyễn Thị Hồng Ánh|28031990|Nữ|" +
    "Tổ 5, Trảng Dài, Đồng Nai|10052021";

function cardWith(changes) {
    const fields = CARD.split("|");
    for (const [position, text] of Object.entries(changes)) {
        fields[position] = text;
    }
    return parseCard(fields.join("|"));
}

test("a citizen's card gives its seven fields", () => {
    expect(parseCard(CARD)).toEqual({
        card: {
            number: "075090012345",
            oldNumber: "271234567",
            name: "Nguyễn Thị Hồng Ánh",
            birthDate: "1990-03-28",
            sex: "female",
            address: "Tổ 5, Trảng Dài, Đồng Nai",
            issuedOn: "2021-05-10",
        },
        notices: [],
    });
});

test("what newer cards append is ignored", () => {
    expect(parseCard(`${CARD}||Nguyễn Văn Cha|Lê Thị Mẹ`)).toEqual(parseCard(CARD));
});

test("a card without an old number has none", () => {
    expect(cardWith({ 1: "" }).card.oldNumber).toBe("");
});

test("letters in decomposed form come out composed", () => {
    expect(parseCard(CARD.normalize("NFD"))).toEqual(parseCard(CARD));
});

test("a man is a man", () => {
    expect(cardWith({ 4: "Nam" }).card.sex).toBe("male");
});

test("a name whose accents became question marks is noticed", () => {
    expect(cardWith({ 2: "Nguy?n Th? H?ng Ánh" }).notices).toEqual(["accents"]);
});

test("UTF-8 read as Latin letters is noticed", () => {
    expect(cardWith({ 2: "Nguyá»…n VÄƒn" }).notices).toEqual(["accents"]);
});

test("a card without any accent is noticed", () => {
    const { card, notices } = cardWith({
        2: "Nguyen Thi Hong Anh",
        4: "Nu",
        5: "To 5, Trang Dai, Dong Nai",
    });
    expect(card.name).toBe("Nguyen Thi Hong Anh");
    expect(notices).toEqual(["accents"]);
});

test("a name without accents is fine where the address has some", () => {
    expect(cardWith({ 2: "Mai Thu Trang" }).notices).toEqual([]);
});

test("Telex letters left in a name are noticed", () => {
    expect(cardWith({ 2: "Nguyeenx Vawn Đức" }).notices).toEqual(["typing"]);
});

test("VNI digits left in a name are noticed", () => {
    expect(cardWith({ 2: "Nguye6n4 Văn Đức" }).notices).toEqual(["typing"]);
});

test("a syllable with two tones was rewritten by a typing method", () => {
    expect(cardWith({ 2: "Nguyễǹ Văn Đức" }).notices).toEqual(["typing"]);
});

test("a birth date that does not exist is noticed and left out", () => {
    const { card, notices } = cardWith({ 3: "31021990" });
    expect(card.birthDate).toBe(false);
    expect(notices).toEqual(["birth"]);
});

test("a text that is no card gives nothing", () => {
    for (const raw of [
        "",
        "8934563138165",
        "H19.14-20260820-0000001",
        "075090012345|271234567|Nguyễn Thị Hồng Ánh",
        "07509001234X||Nguyễn Thị Hồng Ánh|28031990|Nữ|Đồng Nai|10052021",
        "075090012345|||28031990|Nữ|Đồng Nai|10052021",
    ]) {
        expect(parseCard(raw)).toEqual({ card: null, notices: [] });
    }
});

test("29 February exists in leap years only", () => {
    expect(isoDay("29022000")).toBe("2000-02-29");
    expect(isoDay("29021900")).toBe(false);
});
