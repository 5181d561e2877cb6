/** The doors of the panel's locks, where what is shown to the panel opens. */

import { setPanelDoors } from "latchwork/plain";
import { happened } from "./event.js";
import { panelOf } from "./panel.js";
import { asked, once } from "./plain.js";
import { json } from "./reply.js";
import { asking, missing } from "./rights.js";

const told = ({ first_door: first = null, second_door: second = null } = {}) => json(200, { first, second });

/** `GET /panel/doors` */
export async function read(service, request) {
  const { organisation } = await asking(service, request, "make doors");
  const [panel] = await service.store.all("select first_door, second_door from panel where organisation = $1", [organisation]);
  return told(panel);
}

/** `PUT /panel/doors` */
export async function set(service, request, reply) {
  const job = await asked(service, request, reply, "make doors", setPanelDoors);
  return once(job, ["PUT /panel/doors"], async ({ caller, transaction, now, asked: { first, second } }) => {
    const { organisation, name: actor } = caller;
    for (const id of [first, second].filter((id) => id !== null)) {
      const sql = "select id from door where id = $1 and organisation = $2";
      if ((await transaction.all(sql, [id, organisation])).length === 0) throw missing("expected doors of the organisation");
    }
    const panel = await panelOf(organisation, service.store, transaction);
    if (panel.first_door === first && panel.second_door === second) return { stored: false, answer: told(panel) };
    await transaction.run(
      "update panel set first_door = $1, second_door = $2, version = version + 1 where organisation = $3",
      [first, second, organisation],
    );
    await happened(transaction, {
      stream: `panel/${organisation}`, version: panel.version + 1, at: now, organisation, actor,
      type: "PanelDoorsSet", data: { first, second },
    });
    return { stored: true, answer: told({ first_door: first, second_door: second }) };
  });
}
