/** Registers an element once: after an update the old module may still be on the page. */
export const element =
  (name: `tuya-twin-${string}`) =>
  (target: CustomElementConstructor): void => {
    if (customElements.get(name) === undefined) customElements.define(name, target);
  };
