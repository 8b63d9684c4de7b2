import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

export default defineConfig(globalIgnores(["dist", "shared/generated"]), {
  files: ["**/*.{ts,tsx}"],
  extends: [js.configs.recommended, typescript.configs.recommendedTypeChecked],
  languageOptions: {
    parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
  },
  rules: {
    eqeqeq: "error",
    "no-console": ["error", { allow: ["error"] }],
    "@typescript-eslint/consistent-type-imports": "error",
    // A button may be given an async function: what it does reports its own failure.
    "@typescript-eslint/no-misused-promises": [
      "error",
      { checksVoidReturn: { attributes: false } },
    ],
  },
});
