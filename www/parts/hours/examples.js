const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"];
const year = new Date().getFullYear();

const HOLIDAYS = {
  name: "Holidays",
  days: [`${year}-12-24`, `${year}-12-25`, `${year}-12-26`, `${year + 1}-01-01`],
  periods: [],
};

/** Hours that people ask for. */
export const EXAMPLES = [
  {
    label: "Cleaner: working days, not on holidays",
    schedule: { weekly: [{ days: WORKDAYS, from: 540, until: 1_020 }], special: [HOLIDAYS] },
  },
  {
    label: "Shop: short on Saturday and New Year’s Eve",
    schedule: {
      weekly: [
        { days: WORKDAYS, from: 540, until: 1_110 },
        { days: ["sat"], from: 600, until: 960 },
      ],
      special: [
        HOLIDAYS,
        {
          name: "New Year’s Eve",
          days: [{ from: `${year}-12-31T12:00`, until: `${year + 1}-01-01T00:00` }],
          periods: [{ from: 540, until: 780 }],
        },
      ],
    },
  },
  {
    label: "Night shift: over midnight",
    schedule: { weekly: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: 1_320, until: 360 }] },
  },
  {
    label: "Guest: one stay",
    schedule: { dated: [{ from: `${year}-12-18T15:00`, until: `${year}-12-21T11:00` }] },
  },
  {
    label: "At any time",
    schedule: { weekly: [{ days: [...WORKDAYS, "sat", "sun"], from: 0, until: 1_440 }] },
  },
  { label: "Never", schedule: {} },
];
