/** Standard Schema, version 1 (https://standardschema.dev), over a check. */
export function standard(check) {
  return Object.freeze({
    version: 1,
    vendor: "latchwork",
    validate(value) {
      const { ok, value: checked, issues } = check(value);
      return ok ? { value: checked } : { issues };
    },
  });
}
