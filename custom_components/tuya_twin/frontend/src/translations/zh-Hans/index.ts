/** The panel's simplified Chinese: what is missing here is said in English. */
import { merged } from "../merged";

export default merged(import.meta.glob("./*.json", { eager: true, import: "default" }));
