/** The panel in German, spoken as to a friend. */
import { merged } from "../merged";

export default merged(import.meta.glob("./*.json", { eager: true, import: "default" }));
