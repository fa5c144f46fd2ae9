import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";

/**
 * What opens when somebody clicks a step: its dossier, in the same window, with next
 * and previous among the dossiers of the queue.
 *
 * @returns {[object, object]} action and options for the action service
 */
export function dossierOfStep(record, records) {
    const dossierId = (row) => row.data.dossier_id.id;
    const resIds = [...new Set(records.map(dossierId))];
    return [
        {
            type: "ir.actions.act_window",
            res_model: "tthc.dossier",
            res_id: dossierId(record),
            views: [[false, "form"]],
        },
        { props: { resIds } },
    ];
}

export class StepQueueListController extends ListController {
    async openRecord(record) {
        const [action, options] = dossierOfStep(record, this.model.root.records);
        await this.actionService.doAction(action, options);
    }
}

export class StepQueueKanbanController extends KanbanController {
    async openRecord(record) {
        const [action, options] = dossierOfStep(record, this.model.root.records);
        await this.env.services.action.doAction(action, options);
    }
}

registry.category("views").add("tthc_step_queue_list", {
    ...listView,
    Controller: StepQueueListController,
});
registry.category("views").add("tthc_step_queue_kanban", {
    ...kanbanView,
    Controller: StepQueueKanbanController,
});
