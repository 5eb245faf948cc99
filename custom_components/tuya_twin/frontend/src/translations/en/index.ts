/** The panel's English: what every other language has to have, and what stands in for a gap. */
import acting from "./acting.json";
import banner from "./banner.json";
import devices from "./devices.json";
import faults from "./faults.json";
import panel from "./panel.json";
import plan from "./plan.json";
import protocols from "./protocols.json";
import run from "./run.json";
import screens from "./screens.json";
import words from "./words.json";

const english = {
  ...acting,
  ...banner,
  ...devices,
  ...faults,
  ...panel,
  ...plan,
  ...protocols,
  ...run,
  ...screens,
  ...words,
};

export default english;
