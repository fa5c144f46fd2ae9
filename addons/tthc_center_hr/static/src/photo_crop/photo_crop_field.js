import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ImageField, imageField } from "@web/views/fields/image/image_field";
import { PhotoCropDialog } from "./photo_crop_dialog";

/** Dots that the card needs at 300 dpi: 24 × 32 mm, see tthc.staff. */
const LEAST = { leastWidth: 283, leastHeight: 378 };

/** A picture that is cropped to 3×4 before it is kept; the original never leaves. */
export class PhotoCropField extends ImageField {
    static template = "tthc_center_hr.PhotoCropField";

    setup() {
        super.setup();
        this.dialog = useService("dialog");
    }

    onFileUploaded(info) {
        this.crop(`data:${info.type};base64,${info.data}`);
    }

    cropAgain() {
        this.crop(this.getUrl(this.props.name));
    }

    crop(src) {
        this.dialog.add(PhotoCropDialog, {
            ...LEAST,
            src,
            onConfirm: (data) => {
                this.state.isValid = true;
                this.props.record.update({ [this.props.name]: data });
            },
        });
    }
}

registry.category("fields").add("tthc_photo_crop", {
    ...imageField,
    component: PhotoCropField,
});
