/** The panel in French. */
import { merged } from "../merged";

export default merged(import.meta.glob("./*.json", { eager: true, import: "default" }));
