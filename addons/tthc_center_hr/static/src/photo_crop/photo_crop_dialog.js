import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { Dialog } from "@web/core/dialog/dialog";

/** Dots of the picture that is kept; the card needs fewer, see tthc.staff. */
const MOST = { maxWidth: 1200, maxHeight: 1600 };
/** The arrows move the frame by so many dots of the screen. */
const STEP = 4;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** A 3×4 frame on a picture; only what is inside of it leaves the browser. */
export class PhotoCropDialog extends Component {
    static template = "tthc_center_hr.PhotoCropDialog";
    static components = { Dialog };
    static props = {
        src: String,
        leastWidth: Number,
        leastHeight: Number,
        onConfirm: Function,
        close: Function,
    };

    setup() {
        this.image = useRef("image");
        this.state = useState({ width: 0, height: 0, ready: false });
        onMounted(() => this.start());
        onWillUnmount(() => this.cropper?.destroy());
    }

    async start() {
        await loadBundle("html_editor.assets_image_cropper");
        if (!this.image.el) {
            return;
        }
        this.cropper = new window.Cropper(this.image.el, {
            aspectRatio: 3 / 4,
            autoCropArea: 1,
            viewMode: 1,
            checkCrossOrigin: false,
            crop: ({ detail }) => {
                this.state.width = Math.round(detail.width);
                this.state.height = Math.round(detail.height);
            },
            ready: () => {
                this.state.ready = true;
            },
        });
    }

    get isSmall() {
        const { leastWidth, leastHeight } = this.props;
        return this.state.width < leastWidth || this.state.height < leastHeight;
    }

    onKeydown(event) {
        const arrow = ARROWS[event.key];
        if (!arrow || !this.cropper) {
            return;
        }
        event.preventDefault();
        const box = this.cropper.getCropBoxData();
        const [x, y] = arrow;
        this.cropper.setCropBoxData({ left: box.left + x * STEP, top: box.top + y * STEP });
    }

    /** @param {number} factor of the frame's width; it stays in the middle */
    resize(factor) {
        const box = this.cropper.getCropBoxData();
        const width = box.width * factor;
        const height = (width * 4) / 3;
        this.cropper.setCropBoxData({
            left: box.left + (box.width - width) / 2,
            top: box.top + (box.height - height) / 2,
            width,
            height,
        });
    }

    turn() {
        this.cropper.rotate(90);
    }

    confirm() {
        const canvas = this.cropper.getCroppedCanvas({
            ...MOST,
            fillColor: "#fff",
            imageSmoothingQuality: "high",
        });
        this.props.onConfirm(canvas.toDataURL("image/jpeg", 0.92).split(",")[1]);
        this.props.close();
    }
}
