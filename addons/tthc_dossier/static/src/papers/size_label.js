/**
 * How large a file is, in words: “830 KB”, “1,2 MB”.
 *
 * @param {number} bytes
 */
export function sizeLabel(bytes) {
    if (bytes < 1024 * 1024) {
        return `${Math.max(1, Math.round(bytes / 1024))} KB`;
    }
    return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
}
