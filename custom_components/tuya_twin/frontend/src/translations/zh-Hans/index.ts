/** The panel's simplified Chinese: what is missing here is said in English. */
import acting from "./acting.json";
import banner from "./banner.json";
import card from "./card.json";
import devices from "./devices.json";
import editor from "./editor.json";
import faults from "./faults.json";
import kiosk from "./kiosk.json";
import incidents from "./incidents.json";
import panel from "./panel.json";
import picker from "./picker.json";
import plan from "./plan.json";
import protocols from "./protocols.json";
import run from "./run.json";
import screens from "./screens.json";
import viewer from "./viewer.json";
import viewers from "./viewers.json";
import words from "./words.json";

const chinese = {
  ...acting,
  ...banner,
  ...card,
  ...devices,
  ...editor,
  ...faults,
  ...kiosk,
  ...incidents,
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

export default chinese;
