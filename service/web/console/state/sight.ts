// The right to look at the pictures of an incident, as a desk asks for it.
import { call } from "../../shared/api/call";
import { type Sight, sightOf } from "../../shared/pictures/sight";

export function incidentSight(incident_id: string): Sight {
  const path = { incident_id };
  return sightOf(incident_id, () => call("post", "/v1/incidents/{incident_id}/sights", { path }));
}
