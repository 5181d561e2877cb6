// Hostile values of ordinary size, in every place.
import { latchwork } from "./support/entries.mjs";
import { everywhere } from "./support/everywhere.mjs";
import { hostileValues, largeValues } from "./support/hostile.mjs";

const small = Object.entries(hostileValues(latchwork)).filter(([name]) => !(name in largeValues));
everywhere(Object.fromEntries(small));
