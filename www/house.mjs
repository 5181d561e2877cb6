// Fills an empty service with a house: `LATCHWORK_KEY=… node house.mjs <address of the service>`.
//
// The key is an administrator's.
const [address] = process.argv.slice(2);
const zone = "Europe/Stockholm";

/** Doors by name, with the ids that the examples of the console have. */
const doors = {
  "Main entrance": "3f8f0c1e-6a52-4b0e-9d57-1f2c8a7e4b10",
  Garage: "8c1d2f60-0b7a-4a35-8e49-62d9c5f3a721",
  "Bike room": "b7e5a9d4-41c3-4f68-a2b0-90c7d81e5f32",
  Laundry: "d2946b8f-7e1c-4d09-b5a3-07f4e2c96a43",
};

const people = [
  { firstName: "Ada", lastName: "Lindqvist", phone: "+46701740605" },
  { firstName: "Ben", lastName: "Okafor" },
  { firstName: "Chiara", lastName: "Neri", phone: "+46701740606" },
  { firstName: "Dmitri", lastName: "Haas" },
  { firstName: "Elif", lastName: "Aydin" },
  { firstName: "Frida", lastName: "Berg" },
];

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+Z$/, "Z");
const weekdays = ["mon", "tue", "wed", "thu", "fri"];

/** Each key with whose it is and which doors it opens; `then` is what is done with it afterwards. */
const keys = [
  { of: 0, opens: Object.keys(doors), keyType: "code", keyIdentification: "*", keyName: "Home" },
  { of: 0, opens: ["Main entrance", "Garage"], keyType: "rfid", keyFormat: "EM", keyIdentification: "0012345678", keyName: "Blue fob" },
  { of: 1, opens: ["Main entrance", "Laundry"], keyType: "code", keyIdentification: "*", keyName: "Home" },
  { of: 2, opens: ["Main entrance", "Bike room"], keyType: "code", keyIdentification: "*", keyName: "Guest", validFrom: day(-2), validTo: day(12) },
  { of: 3, opens: ["Main entrance"], keyType: "rfid", keyFormat: "MC", keyIdentification: "2840193", keyName: "Card", then: "suspend" },
  { of: 4, opens: ["Main entrance", "Laundry"], keyType: "code", keyIdentification: "*", keyName: "Cleaner", validTo: day(90), schedule: { weekly: [{ days: weekdays, from: 480, until: 720 }] } },
  { of: 5, opens: ["Garage"], keyType: "rfid", keyFormat: "EM", keyIdentification: "7719023", keyName: "Grey fob", then: "revoke" },
  { of: 5, opens: ["Main entrance", "Garage"], keyType: "code", keyIdentification: "*", keyName: "Home", validFrom: day(7) },
];

async function ask(method, path, body, headers) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const reply = await fetch(new URL(path, address), { method, headers: { "x-api-key": process.env.LATCHWORK_KEY, ...headers }, ...sent });
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
  return reply.status === 204 ? undefined : reply.json();
}

for (const [name, id] of Object.entries(doors)) await ask("POST", "/doors", { id, name, zone });

const known = [];
for (const person of people) known.push(await ask("POST", "/people", person));

for (const { of, opens, then, ...key } of keys) {
  const { id, phone } = known[of];
  const accesses = opens.map((name) => doors[name]);
  const made = await ask("POST", "/keys", { userId: phone ?? id, accesses, sendNotification: false, ...key });
  if (then) await ask("POST", `/keys/${made.key.id}/${then}`, {});
}
