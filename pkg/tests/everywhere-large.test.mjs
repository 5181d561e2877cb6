// Large values, in every place. A file of its own, as it takes as long as half of all others.
import { everywhere } from "./support/everywhere.mjs";
import { largeValues } from "./support/hostile.mjs";

everywhere(largeValues);
