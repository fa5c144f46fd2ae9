import { browser } from "@web/core/browser/browser";

/** Pitch in hertz and length in seconds of what is heard, by result. */
const TONES = {
    right: [[1320, 0.08]],
    twice: [
        [660, 0.08],
        [660, 0.08],
    ],
    wrong_stop: [[220, 0.45]],
    unexpected: [[220, 0.45]],
    unknown: [
        [180, 0.2],
        [140, 0.3],
    ],
    fault: [
        [180, 0.2],
        [140, 0.3],
    ],
};

let context;

/** Plays the sound of a result; a device without sound stays silent. */
export function playResult(result) {
    const AudioContext = browser.AudioContext || window.AudioContext;
    if (!AudioContext) {
        return;
    }
    context ||= new AudioContext();
    let start = context.currentTime;
    for (const [pitch, length] of TONES[result] || []) {
        const tone = context.createOscillator();
        tone.frequency.value = pitch;
        tone.connect(context.destination);
        tone.start(start);
        tone.stop(start + length);
        start += length + 0.04;
    }
}
