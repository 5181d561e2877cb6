import { sayZone } from "./words.js";

const DEVICE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Ways to be recognised, as a door asks for them: groups, of which one is shown whole. */
const METHODS = [
  [[["code"], ["card"], ["phone"]], "A code, a card or a phone"],
  [[["card"], ["phone"]], "A card or a phone, no code alone"],
  [[["card", "code"], ["phone"]], "A card with its number, or a phone"],
  [[["card", "code"]], "A card with its number"],
  [[["code"]], "A code"],
];

const shut = (member, label, hint) => ({ name: `condition.${member}`, kind: "flag", label, hint, of: "there" });

/** What few doors need. */
const WHO = [
  [
    { name: "condition.security.otherwise", kind: "choice", label: "What is shown", words: METHODS },
    {
      name: "condition.remote",
      kind: "choice",
      label: "From afar",
      words: [
        ["no", "Does not open"],
        ["yes", "Opens"],
        ["with-code", "Opens with a number that is typed"],
      ],
    },
    {
      name: "condition.persons",
      kind: "choice",
      label: "How many have to come together",
      words: Array.from({ length: 8 }, (_, i) => [i + 1, String(i + 1)]),
    },
    {
      name: "condition.firstPerson",
      kind: "choice",
      label: "Each day",
      words: [
        ["off", "Opens for everybody at once"],
        ["needed", "Waits for who has to come first"],
      ],
    },
    {
      name: "condition.levels",
      kind: "lines",
      label: "Also opens for",
      hint: "Levels of access that keys of other systems have, one a line",
    },
  ],
  {
    name: "condition.occupancy",
    part: "How many are inside",
    label: "It counts who goes in and out",
    rows: [
      { name: "area", kind: "text", label: "Of which room", required: true },
      { name: "most", kind: "whole", label: "No more than" },
      { name: "least", kind: "whole", label: "No fewer than", hint: "But for nobody at all" },
    ],
  },
  {
    name: "condition.passback",
    part: "In once, out once",
    label: "It knows who is inside already",
    usual: { mode: "hard" },
    rows: [
      { name: "outside", kind: "text", label: "In front of the door", required: true },
      { name: "inside", kind: "text", label: "Behind the door", required: true },
      {
        name: "mode",
        kind: "choice",
        label: "Who is inside and comes again",
        words: [
          ["hard", "Stays outside"],
          ["soft", "Is let in, and it is told"],
        ],
      },
    ],
  },
];

/** What is set of a door, in the words of who runs a house. */
export const DOOR = [
  [
    { name: "name", kind: "text", label: "Name", required: true },
    { name: "zone", kind: "choice", label: "Clock of", words: zones, usual: DEVICE },
  ],
  {
    legend: "Shut for everybody",
    hint: "It opens for nobody while one of these is ticked.",
    of: "there",
    rows: [
      shut("lockdown", "Locked for everybody"),
      shut("outOfService", "Out of service"),
      shut("vacation", "Household away"),
      shut("threatLevel", "Alert in the house"),
      shut("privacy", "Somebody inside wants to be alone"),
      shut("interlock", "The other door of the pair is open"),
    ],
  },
  {
    name: "condition.lockout",
    part: "Wrong tries",
    label: "After wrong tries it waits",
    of: "there",
    usual: { tries: 5, thenWaitSeconds: 30 },
    rows: [
      { name: "tries", kind: "whole", label: "Wrong tries before a wait", required: true },
      { name: "thenWaitSeconds", kind: "whole", label: "Wait in seconds", required: true },
    ],
  },
  { details: "Who comes in, and how", of: "there", rows: WHO },
];

/** Which doors the two locks of the panel are at. */
export function PANEL(doors) {
  const words = [[null, "No door"], ...doors.map(({ id, name }) => [id, name])];
  return [
    {
      legend: "Its two locks",
      hint: "What people type or show at the panel opens the door that you say here. Without a door it opens none.",
      rows: [
        { name: "first", kind: "choice", label: "The first lock is at", words },
        { name: "second", kind: "choice", label: "The second lock is at", words },
      ],
    },
  ];
}

/** The zones there are, and the one that is set. */
function zones(value) {
  const all = new Set([...(value ? [value] : []), DEVICE, ...(Intl.supportedValuesOf?.("timeZone") ?? [])]);
  return [[null, "not told"], ...[...all].sort().map((zone) => [zone, `${sayZone(zone)} (${zone.split("/")[0]})`])];
}

/** What keeps a door shut for everybody, of several the first that is listed; and how it is marked. */
const STATES = [
  ["lockdown", "Locked for everybody", "bad"],
  ["outOfService", "Out of service", "warn"],
  ["threatLevel", "Shut: alert", "bad"],
  ["vacation", "Household away", "warn"],
  ["privacy", "Somebody wants to be alone", "warn"],
  ["interlock", "Shut: the other door is open", "warn"],
];

export function stateOf({ condition, lockedUntil }) {
  const [, label, tone] = STATES.find(([name]) => condition?.[name] === true) ?? [];
  if (label) return { label, tone };
  return lockedUntil?.door || lockedUntil?.afar ? { label: "Waits after wrong tries", tone: "bad" } : { label: "Works", tone: "good" };
}
