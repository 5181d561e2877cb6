import { sayLengths } from "../shell/say-number.js";

/** The rules of a policy in plain words, in the order in which the core judges by them. */
export const RULES = [
  { name: "no_zeros", label: "No zeros", detail: "No 0 anywhere." },
  { name: "cannot_start_with_12", label: "Not starting with 12", detail: "Some locks keep 12… for themselves." },
  {
    name: "no_triple_consecutive_ints",
    label: "No run of four digits",
    detail: "Four or more in a row the same, rising or falling: 7777, 3456.",
  },
  {
    name: "no_ascending_or_descending_sequence",
    label: "Not one sequence",
    detail: "The whole code rising or falling by one: 1234, 9876.",
  },
  {
    name: "at_least_three_unique_digits",
    label: "At least three different digits",
    detail: "1122 is refused, 1123 allowed.",
  },
  { name: "no_all_same_digits", label: "Not all the same", detail: "Such as 1111." },
  {
    name: "unique_first_four_digits",
    label: "First four digits all different",
    detail: "2718 is allowed, 2728 refused.",
  },
  { name: "cannot_contain_089", label: "No 0, 8 or 9", detail: "For keypads without these keys." },
  { name: "cannot_contain_0789", label: "No 0, 7, 8 or 9", detail: "For keypads without these keys." },
  {
    name: "block_common",
    label: "No common codes",
    detail: "What people choose first: repetitions, sequences, years, dates, keypad patterns, favourites.",
  },
];

const PRESETS = {
  nuki: "Nuki",
  tedee: "Tedee",
  igloohome: "igloohome",
  schlage: "Schlage",
  kwikset: "Kwikset",
  ultraloq: "Ultraloq",
  kiiaccess: "KiiAccess",
  smartphonekey: "SmartphoneKey",
  zwave: "Z-Wave",
  ttlock: "TTLock",
  basip_master: "BAS-IP master code",
};

/** The name of a preset; one that is not known here keeps the core's. */
export function sayPreset(name) {
  return PRESETS[name] ?? name;
}

/** `6 digits; no zeros; not starting with 12`. Says of the block list and the facts only that there are some. */
export function sayPolicy({ lengths, rules = [], blocked, notDerivedFrom }) {
  const words = RULES.filter(({ name }) => rules.includes(name)).map(
    ({ label }) => label.charAt(0).toLowerCase() + label.slice(1),
  );
  return [
    sayLengths(lengths ?? [6]),
    ...words,
    ...(blocked ? ["a block list"] : []),
    ...(notDerivedFrom ? ["not derived from what others know"] : []),
  ].join("; ");
}
