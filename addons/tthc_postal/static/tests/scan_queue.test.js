import { beforeEach, expect, test } from "@odoo/hoot";
import { runAllTimers } from "@odoo/hoot-mock";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { ScanQueue } from "@tthc_postal/scan/scan_queue";

beforeEach(() => browser.localStorage.clear());

/** A server that can be cut off and remembers the keys that it has seen. */
function makeServer() {
    const server = { seen: new Map(), calls: 0, down: false, lostAnswers: 0 };
    server.send = async ({ key, word }) => {
        server.calls++;
        if (server.down) {
            throw new ConnectionLostError("/web");
        }
        server.seen.set(key, word);
        if (server.lostAnswers) {
            server.lostAnswers--;
            throw new ConnectionLostError("/web");
        }
        return { result: "right", code: word };
    };
    return server;
}

function makeQueue(server, name = "minutes-1") {
    const answers = [];
    const queue = new ScanQueue(
        name,
        server.send,
        (item, answer) => answers.push(`${item.word}:${answer.result}`),
        () => {}
    );
    return { queue, answers };
}

test("scans go up in order, each with a key of its own", async () => {
    const server = makeServer();
    const { queue, answers } = makeQueue(server);
    await Promise.all([queue.add("A"), queue.add("B"), queue.add("A")]);
    expect(answers).toEqual(["A:right", "B:right", "A:right"]);
    expect([...server.seen.values()]).toEqual(["A", "B", "A"]);
});

test("a lost connection loses no scan", async () => {
    const server = makeServer();
    const { queue, answers } = makeQueue(server);
    server.down = true;
    await queue.add("A");
    await queue.add("B");
    expect(queue.offline).toBe(true);
    expect(queue.length).toBe(2);
    expect(answers).toEqual([]);
    server.down = false;
    await runAllTimers();
    expect(answers).toEqual(["A:right", "B:right"]);
    expect(queue.offline).toBe(false);
});

test("an answer that got lost doubles no scan: the key is the same", async () => {
    const server = makeServer();
    const { queue, answers } = makeQueue(server);
    server.lostAnswers = 1;
    await queue.add("A");
    await runAllTimers();
    expect(server.calls).toBe(2);
    expect(server.seen.size).toBe(1);
    expect(answers).toEqual(["A:right"]);
});

test("what waits survives a reload, in its own place", async () => {
    const server = makeServer();
    server.down = true;
    const before = makeQueue(server);
    await before.queue.add("A");
    before.queue.stop();
    server.down = false;
    const other = makeQueue(server, "minutes-2");
    expect(other.queue.length).toBe(0);
    const after = makeQueue(server);
    expect(after.queue.length).toBe(1);
    await after.queue.flush();
    expect(after.answers).toEqual(["A:right"]);
    expect(browser.localStorage.getItem("tthc_scan.minutes-1")).toBe(null);
});

test("a session that is over loses no scan", async () => {
    const server = makeServer();
    const { send } = server;
    const { queue, answers } = makeQueue({
        send: async () => {
            throw Object.assign(new Error("Over"), {
                exceptionName: "odoo.http.SessionExpiredException",
            });
        },
    });
    await expect(queue.add("A")).rejects.toThrow("Over");
    expect(queue.length).toBe(1);
    expect(answers).toEqual([]);
    queue.send = send;
    await queue.flush();
    expect(answers).toEqual(["A:right"]);
    expect(queue.length).toBe(0);
});

test("a screen that can't show an answer loses no scan", async () => {
    const server = makeServer();
    const queue = new ScanQueue(
        "minutes-1",
        server.send,
        (item) => {
            if (item.word === "A") {
                throw new Error("The sheet is closed");
            }
        },
        () => {}
    );
    server.down = true;
    await queue.add("A");
    await queue.add("B");
    server.down = false;
    await expect(queue.flush()).rejects.toThrow("The sheet is closed");
    expect(queue.length).toBe(1);
    await queue.flush();
    expect([...server.seen.values()]).toEqual(["A", "B"]);
});

test("what the server refuses is told and holds up nothing", async () => {
    const server = makeServer();
    const { send } = server;
    server.send = async (item) => {
        if (item.word === "BAD") {
            throw new Error("Signed already");
        }
        return send(item);
    };
    const { queue, answers } = makeQueue(server);
    await queue.add("BAD");
    await queue.add("A");
    await runAllTimers();
    expect(answers).toEqual(["BAD:fault", "A:right"]);
});
