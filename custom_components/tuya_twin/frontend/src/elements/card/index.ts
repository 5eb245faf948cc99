/** The card for dashboards: registers it, and loads the plan when one is shown. */
export {};
