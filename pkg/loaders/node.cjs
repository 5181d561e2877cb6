// Node, `require`: before 20.19 it refuses modules, so face and glue come as one CommonJS file.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { initSync, ...face } = require("../face.cjs");

initSync({ module: readFileSync(join(__dirname, "../latchwork.wasm")) });

module.exports = face;
