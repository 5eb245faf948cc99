import { describe, expect, it, vi } from "vitest";
import { incidentList, incidentRecord, summaries } from "../../../testing/incident-fixtures";
import type { Hass } from "../../types/hass";
import { askForIncidents, askForRecord, entityName } from "./requests";

function answering(response: unknown) {
  const callService = vi.fn(() => Promise.resolve({ context: {}, response }));
  const hass: Hass = {
    auth: { expired: false, accessToken: "", refreshAccessToken: () => Promise.resolve() },
    callWS: () => Promise.reject(new Error("no")),
    callService,
  };
  return { hass, callService };
}

describe("asking for incidents", () => {
  it("asks for the newest of this household", async () => {
    const { hass, callService } = answering({ incidents: incidentList });
    expect(await askForIncidents(hass, "home", 25)).toEqual(summaries);
    expect(callService).toHaveBeenCalledWith(
      "tuya_twin",
      "get_incidents",
      { limit: 25, config_entry_id: "home" },
      undefined,
      false,
      true,
    );
  });

  it("asks for the whole record of one", async () => {
    const { hass, callService } = answering({ incident: incidentRecord });
    expect(await askForRecord(hass, "home", "one")).toBe(incidentRecord);
    expect(callService.mock.calls[0]).toContainEqual({
      incident_id: "one",
      config_entry_id: "home",
    });
  });

  it("makes nothing of an answer it does not know", async () => {
    expect(await askForRecord(answering({}).hass, "home", "one")).toBeNull();
  });
});

describe("an entity", () => {
  const states = (attributes: unknown) => ({ states: { "notify.anna": { attributes } } });

  it("is called as Home Assistant calls it", () => {
    expect(entityName(states({ friendly_name: "Anna\u2019s phone" }), "notify.anna")).toBe(
      "Anna\u2019s phone",
    );
  });

  it.each([undefined, {}, { states: {} }, states(null), states({}), states({ friendly_name: "" })])(
    "is called by its id otherwise: %j",
    (hass) => {
      expect(entityName(hass, "notify.anna")).toBe("notify.anna");
    },
  );
});
