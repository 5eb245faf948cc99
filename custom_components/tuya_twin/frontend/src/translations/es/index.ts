/** The panel in Spanish, as one speaks to people one knows. */
import { merged } from "../merged";

export default merged(import.meta.glob("./*.json", { eager: true, import: "default" }));
