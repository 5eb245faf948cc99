/** The payloads the Python tests write: the same files, so that the two sides cannot drift. */
import codes from "../../../../tests/fixtures/wire/codes.json";
import connected from "../../../../tests/fixtures/wire/connected.json";
import deviceUpdate from "../../../../tests/fixtures/wire/device_update.json";
import incidentUpdate from "../../../../tests/fixtures/wire/incident_update.json";
import lookoutUpdate from "../../../../tests/fixtures/wire/lookout_update.json";
import planUpdate from "../../../../tests/fixtures/wire/plan_update.json";
import pong from "../../../../tests/fixtures/wire/pong.json";
import runUpdate from "../../../../tests/fixtures/wire/run_update.json";
import screensUpdate from "../../../../tests/fixtures/wire/screens_update.json";
import snapshot from "../../../../tests/fixtures/wire/snapshot.json";
import statusUpdate from "../../../../tests/fixtures/wire/status_update.json";

export {
  codes,
  connected,
  deviceUpdate,
  incidentUpdate,
  lookoutUpdate,
  planUpdate,
  pong,
  runUpdate,
  screensUpdate,
  snapshot,
  statusUpdate,
};
