/** Where a webhook may send: addresses of the internet, and none of the network that the service is in. */

import { BlockList, isIP } from "node:net";
import { Unfit, issue } from "./reply.js";

/** The longest address. */
const LONGEST = 2048;

/** Blocks that are not of the internet, by the registries of IANA for special purposes. */
const INSIDE = new BlockList();
for (const block of [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
  "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
  "224.0.0.0/4", "240.0.0.0/4",
  // For protocols, documentation, and those that lead to addresses of IPv4.
  "2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20",
]) {
  const [address, length] = block.split("/");
  INSIDE.addSubnet(address, Number(length), address.includes(":") ? "ipv6" : "ipv4");
}
/** The part of IPv6 that is given out. */
const GIVEN_OUT = new BlockList();
GIVEN_OUT.addSubnet("2000::", 3, "ipv6");

/** Whether an address is of the internet. */
function isPublic(address) {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (isIP(mapped) === 4) return !INSIDE.check(mapped, "ipv4");
  return GIVEN_OUT.check(mapped, "ipv6") && !INSIDE.check(mapped, "ipv6");
}

/** The first in reach of the addresses that a host leads to. */
export const inReach = (addresses, reach) => addresses.find(({ address }) => reach === "everything" || isPublic(address));

const wrong = (code, sentence) => new Unfit(400, [issue(code, sentence, ["url"])]);

/** Reads an address; throws for one that is none or out of reach. */
export function targetOf(text, reach) {
  const isForm = text.length <= LONGEST && /^https?:\/\/[^\s/?#@:]+(:\d+)?([/?][^\s#]*)?$/i.test(text.replace(/\[[\da-f:.]+\]/i, "v6"));
  if (!isForm || !URL.canParse(text)) {
    throw wrong(
      "webhook_url_malformed",
      `expected the address of a server such as https://example.org/events, without a name and password or a fragment, of at most ${LONGEST} characters`,
    );
  }
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (reach !== "everything") {
    if (url.protocol !== "https:") throw wrong("webhook_url_refused", "expected https, found http");
    if (isIP(host) && !isPublic(host)) {
      throw wrong("webhook_url_refused", "expected an address of the internet, found one of a network inside it");
    }
  }
  return { url, host };
}

/** What of an address may be shown to whoever reads events: no path, in which others keep secrets. */
export const originOf = (text) => /^https?:\/\/[^/?]+/i.exec(text)[0].toLowerCase();
