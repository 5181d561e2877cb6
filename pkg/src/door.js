// Why a door opens or stays shut, here and in the words of other systems.
import { call } from "./border.js";

export const doorReasons = () => call("door_reasons");

export const reasonIn = (vocabulary, reason) => call("reason_in", vocabulary, reason);

export const reasonsFrom = (vocabulary, word) => call("reasons_from", vocabulary, word);
