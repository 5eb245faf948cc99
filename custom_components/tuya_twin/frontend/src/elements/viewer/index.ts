/** The page of a screen that is nobody's: a kiosk with a viewer token. */
import "./tuya-twin-viewer";
