/* global BarcodeDetector */

import { loadJS } from "@web/core/assets";

/**
 * The codes in a photo, for browsers that give no camera (it needs HTTPS).
 *
 * @param {File} file a picture
 * @returns {Promise<string[]>} none when nothing could be read
 */
export async function wordsIn(file) {
    const picture = await createImageBitmap(file).catch(() => null);
    if (!picture) {
        return [];
    }
    if ("BarcodeDetector" in window) {
        const found = await new BarcodeDetector().detect(picture).catch(() => []);
        return found.map((code) => code.rawValue);
    }
    return withZXing(picture);
}

async function withZXing(picture) {
    await loadJS("/web/static/lib/zxing-library/zxing-library.js");
    const { ZXing } = window;
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
    const source = new ZXing.HTMLCanvasElementLuminanceSource(canvas);
    const bitmap = new ZXing.BinaryBitmap(new ZXing.HybridBinarizer(source));
    try {
        return [new ZXing.MultiFormatReader().decode(bitmap).getText()];
    } catch {
        return [];
    }
}
