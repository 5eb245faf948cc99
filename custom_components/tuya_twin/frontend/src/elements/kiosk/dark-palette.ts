/** Home Assistant's dark colours, for pages that Home Assistant does not colour, and for nights. */
import { css } from "lit";

export const darkPalette = css`
  --primary-background-color: #0c0e11;
  --card-background-color: #171a1f;
  --ha-card-background: #171a1f;
  --primary-text-color: #e6e9ee;
  --secondary-text-color: #a3abb7;
  --divider-color: rgb(225 225 225 / 14%);
  --primary-color: #4a9ff0;
  --success-color: #43a047;
  --warning-color: #ffa600;
  --error-color: #db4437;
`;
