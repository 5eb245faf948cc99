import js from "@eslint/js";
import lit from "eslint-plugin-lit";
import wc from "eslint-plugin-wc";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["coverage/", "dist/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "no-console": "error",
      "@typescript-eslint/naming-convention": [
        "error",
        {
          selector: "memberLike",
          modifiers: ["private"],
          format: ["camelCase"],
          leadingUnderscore: "require",
        },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Lit's event listeners in templates are bound to the host by Lit itself.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["src/**/*.ts"],
    extends: [lit.configs["flat/recommended"], wc.configs["flat/best-practice"]],
  },
  ...layers(),
);

/** Imports go one way: types, services, controllers, elements. */
function layers() {
  const order = ["types", "services", "controllers", "elements"];
  return order.map((layer, index) => ({
    files: [`src/${layer}/**/*.ts`],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...order.slice(index + 1).map((later) => ({
              group: [`**/${later}/**`],
              message: `${layer} must not import ${later}`,
            })),
            { group: ["**/dev/*", "**/testing/*"], message: "not part of the bundle" },
            ...(index < 2 ? [{ group: ["lit", "lit/*"], message: `${layer} know no DOM` }] : []),
          ],
        },
      ],
    },
  }));
}
