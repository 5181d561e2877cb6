/** The house of the example: its doors, and the keys already given out. */
export const doors = [
  { id: "3f8f0c1e-6a52-4b0e-9d57-1f2c8a7e4b10", name: "Main entrance" },
  { id: "8c1d2f60-0b7a-4a35-8e49-62d9c5f3a721", name: "Garage" },
  { id: "b7e5a9d4-41c3-4f68-a2b0-90c7d81e5f32", name: "Bike room" },
  { id: "d2946b8f-7e1c-4d09-b5a3-07f4e2c96a43", name: "Laundry" },
];

export const inUse = [
  { keyType: "code", keyIdentification: "482913" },
  { keyType: "rfid", keyFormat: "EM", keyIdentification: "0012345678" },
];

/** Where the request would go. */
export const url = "https://api.example.com/access-keys";
