import { REASONS } from "../door/reason-words.js";
import { sayState } from "./words.js";

/** The events that people ask for, in their words; and how each is marked. */
const EVENTS = {
  DoorOpened: ["Opened", "good"],
  DoorStayedShut: ["Stayed shut", "bad"],
  DoorTriesForgotten: ["Wrong tries forgiven", "good"],
  AccessKeyCreated: ["Key made", "plain"],
  AccessKeyChanged: ["Key changed", "plain"],
  AccessKeyShown: ["Code shown", "warn"],
  AccessKeySuspended: ["Key paused", "warn"],
  AccessKeyResumed: ["Key works again", "good"],
  AccessKeyReported: ["Key reported", "bad"],
  AccessKeyTriesForgotten: ["Wrong tries of a key forgiven", "good"],
  AccessKeyRevoked: ["Key taken back", "bad"],
  PersonCreated: ["Person added", "plain"],
  PersonChanged: ["Person changed", "plain"],
  DoorCreated: ["Door added", "plain"],
  DoorChanged: ["Door changed", "plain"],
  PrincipalCreated: ["Sign-in given", "plain"],
  PrincipalChanged: ["Sign-in changed", "plain"],
  PrincipalDisabled: ["Sign-in shut out", "bad"],
  PrincipalEnabled: ["Sign-in let in again", "good"],
  ApiKeyCreated: ["Sign-in key made", "warn"],
  ApiKeyRevoked: ["Sign-in key ended", "bad"],
  AccessibleLockAdded: ["Access given", "plain"],
  AccessibleLockRemoved: ["Access taken back", "bad"],
  PanelUserStored: ["Panel user set", "plain"],
  PanelUserDeleted: ["Panel user deleted", "bad"],
  PanelIdentifierStored: ["Panel key set", "plain"],
  PanelIdentifierAttached: ["Panel key given", "plain"],
  PanelDoorsSet: ["Doors of the panel set", "plain"],
};

/** What somebody does who stands before a door: which program asked the service then is no matter. */
export const AT_DOORS = ["DoorOpened", "DoorStayedShut", "DoorOutcomeTold"];

export const TYPES = Object.entries(EVENTS).map(([type, [sentence]]) => [type, sentence]);

/** What happened in a few words, its tone, and why a door did what it did. */
export function sayEvent({ type, data }) {
  const [sentence, tone] = EVENTS[type] ?? [spaced(type), "plain"];
  const reason = type === "DoorStayedShut" ? data?.reason : undefined;
  const detail = data?.duress ? "under threat" : reason && (REASONS[reason] ?? reason.replaceAll("-", " "));
  const state = type === "AccessKeyReported" ? sayState(data.state) : undefined;
  return { sentence, tone: data?.duress ? "bad" : tone, detail: detail ?? state };
}

/** The name of an event that the console has no words for. */
const spaced = (type) => type.replace(/(?<=[a-z])(?=[A-Z])/g, " ");
