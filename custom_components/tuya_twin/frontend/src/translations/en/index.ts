/** The panel's English: what every other language has to have, and what stands in for a gap. */
import acting from "./acting.json";
import banner from "./banner.json";
import card from "./card.json";
import devices from "./devices.json";
import editor from "./editor.json";
import faults from "./faults.json";
import kiosk from "./kiosk.json";
import incidents from "./incidents.json";
import lookout from "./lookout.json";
import panel from "./panel.json";
import picker from "./picker.json";
import plan from "./plan.json";
import protocols from "./protocols.json";
import run from "./run.json";
import screens from "./screens.json";
import viewer from "./viewer.json";
import viewers from "./viewers.json";
import words from "./words.json";

const english = {
  ...acting,
  ...banner,
  ...card,
  ...devices,
  ...editor,
  ...faults,
  ...kiosk,
  ...incidents,
  ...lookout,
  ...panel,
  ...picker,
  ...plan,
  ...protocols,
  ...run,
  ...screens,
  ...viewer,
  ...viewers,
  ...words,
};

export default english;
