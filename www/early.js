// A classic script in the head: what has to be done before the first paint, and what saves time.
import "./parts/shell/preload.js";
import "./parts/shell/theme.js";
