/**
 * The section of the form at which a report is to open: wanted by who opens it, taken
 * once by the page.
 */
export const reportSection = {
    wanted: 0,
    take() {
        const section = this.wanted;
        this.wanted = 0;
        return section;
    },
};
