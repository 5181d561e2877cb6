/** The types of `latchwork/cards`: card formats, identifiers, and the numbers made of them. */

import type { Issue, Result } from "./forms.js";

export { LatchworkError, checkKeyNumber, keyFormats } from "./forms.js";
export type { Issue, IssueCode, KeyFormat, Result } from "./forms.js";

// ---------------------------------------------------------------- cards: Wiegand words

/** The fields of a Wiegand word: facility code, card number, issue level, OEM code. */
export type CardFieldName = "facility" | "card" | "issue" | "oem";

/** Decimal numbers as text, for some do not fit a JavaScript number. */
export type CardFields = { [name in CardFieldName]?: string };

/** The fields of a word to encode; a number only up to 2^53-1, as beyond it digits are lost. */
export type CardFieldsToEncode = { [name in CardFieldName]?: string | number | bigint };

/** How a card's fields lie in a Wiegand word. Bit 0 is sent first. */
export interface CardFormat {
  /** What it is called by. */
  name: string;
  /** What it is, in words. */
  description?: string;
  /** How many bits the word has, 1 to 128. */
  bits: number;
  /** Where each field lies. */
  fields: {
    [name in CardFieldName]?: {
      /** Most significant first, at most 64. */
      bits: readonly number[];
      /** The largest number allowed, as text; what the bits hold where it is not told. */
      max?: string;
      /** What an absent field is, as text; 0 where it is not told. */
      absent?: string;
      /** `bcd`: decimal digits of four bits each. */
      coding?: "binary" | "bcd";
      /** The only number that is right, as text: others are refused, and a word that says another is no candidate. */
      fixed?: string;
      /** Numbers from `from` on are written with `by` added, which is at most `from`; both as text. */
      offset?: { from: string; by: string };
    };
  };
  /** In the order in which they are computed: one may cover another. */
  parity?: readonly { bit: number; kind: "even" | "odd"; over: readonly number[] }[];
  /** Bits that are always the same. */
  fixed?: readonly { bit: number; value: 0 | 1 }[];
  /** How far sources agree; `agreed` for a caller's own. */
  confidence?: CardConfidence;
  /** What else is worth knowing. */
  note?: string;
  /** Where it is known from. */
  source?: string;
}

/** `uncertain`: sources contradict each other, and a verdict on parity says little. */
export type CardConfidence = "agreed" | "no-parity-known" | "uncertain";

/** A Wiegand word in every way to write it. */
export interface CardWord {
  /** `0` and `1`, the bit sent first first. */
  bits: string;
  /** The bits as a number, with as many digits as they need. */
  hex: string;
  /** How many bits; leading zeros count. */
  length: number;
  /** The word in the framing of HID Prox cards, in hex; of at most 84 bits, as they have no room for more. */
  prox?: string;
  /** The word in the framing of newer PACS credentials (iCLASS SE, Seos), in hex. */
  pacs: string;
  /** The word below a bit that is 1, in hex: the framing of iCLASS credentials, at every length. */
  sentinel: string;
  /** The key that was pressed, `0` to `9`, `*` or `#`, where the word may be of one: of 4 bits, or of 8 whose first four are the others turned over. */
  key?: string;
}

/** A Wiegand word in one of the ways to write it. */
export type CardWordText =
  | { bits: string }
  | { hex: string; length: number }
  | { prox: string }
  | { pacs: string }
  | { sentinel: string }
  | { key: string; length: number }
  | CardWord;

/** What a word says in a format of its length. */
export interface CardCandidate {
  /** The name of the format. */
  format: string;
  /** What the word says in it. */
  fields: CardFields;
  /** Whether the parity bits hold; `none` where the format has none. */
  parity: "ok" | "failed" | "none";
  /** The parity bits that do not hold; there when `parity` is `failed`. */
  failed?: number[];
  /** How far sources of the format agree. */
  confidence: CardConfidence;
  /** What a field says that its format does not allow, where it does. */
  notes?: Issue[];
  /**
   * There where the word as given verifies in no format, and does when read so: the wires D0 and D1
   * are swapped, or the bits come last first.
   */
  diagnosis?: "data-lines-swapped" | "bits-reversed";
}

/** How words are decoded. */
export interface CardDecodeOptions {
  /** Formats of the caller's own, beside the built-in ones; one of a built-in one's name stands in its place. */
  formats?: readonly CardFormat[];
  /** The names of the formats to try; all by default. */
  only?: readonly string[];
  /**
   * For a word that verifies in no format, add what it says when the data lines are taken for
   * swapped or the bits for reversed, where it verifies then. Off by default: a chance word does too.
   */
  diagnose?: boolean;
}

/** The built-in formats. */
export declare function cardFormats(): CardFormat[];

/** Judges a format of the caller's own and gives it whole. */
export declare function checkCardFormat(format: unknown): Result<CardFormat>;

/** Judges a word and gives it in every way to write it. */
export declare function checkCardWord(word: unknown): Result<CardWord>;

/** Encodes fields; an absent field is 0. Never cuts a number that does not fit. */
export declare function encodeCard(format: string | CardFormat, fields: CardFieldsToEncode): Result<CardWord>;

/**
 * What a word may be: every format of its length whose fixed bits it has, those that verify first,
 * then those without parity, then those that fail. Throws for a word that is none.
 */
export declare function decodeCard(word: CardWordText, options?: CardDecodeOptions): CardCandidate[];

/** The same for many words in one call. */
export declare function decodeCards(words: Iterable<CardWordText>, options?: CardDecodeOptions): CardCandidate[][];

// ---------------------------------------------------------------- cards: identifiers and printed numbers

/** How an identifier (UID, CSN) becomes the number that a fob shows or a reader sends, step by step. */
export interface CardConversion {
  /** What it is called by. */
  name: string;
  /** What it is, in words. */
  description: string;
  /** The bytes of the identifiers it is for: 4, 5, 7, 8 or 10. */
  bytes: number;
  /** What is done to the identifier, in order, in words: `bytes reversed`, `low 3 bytes`, `decimal`. */
  steps: string[];
  /** How many bits of the identifier the number does not hold; 0: it can be turned back. */
  losesBits: number;
  /** The key format whose numbers these are, where they are one's. */
  keyFormat?: "EM" | "MC" | "MD";
  /** Where it is known from. */
  source?: string;
}

/** A conversion of the caller's own; what follows from its steps may stand there and counts for nothing. */
export interface OwnCardConversion {
  /** What it is called by. */
  name: string;
  /** The bytes of the identifiers it is for: 4, 5, 7, 8 or 10. */
  bytes: number;
  /** In the words of {@link CardConversion}. */
  steps: readonly string[];
  /** What it is, in words. */
  description?: string;
  /** Where it is known from. */
  source?: string;
  /** Follows from the steps. */
  losesBits?: number;
  /** Follows from the steps. */
  keyFormat?: "EM" | "MC" | "MD";
}

/** How numbers are read. */
export interface CardReadOptions {
  /** Conversions of the caller's own, at most 256 of different names, to read numbers by beside the named ones; one of a named one's name stands in its place. */
  conversions?: readonly OwnCardConversion[];
}

/** An identifier, as far as it is known. */
export interface CardIdentifier {
  /** In hex, the byte sent first first (of ISO 15693 as it writes them: E0 first), `?` for each digit that is not known: `????B0A5FD`. */
  hex: string;
  /** How many bytes it has. */
  bytes: number;
  /** Whether every bit is known. */
  whole: boolean;
}

/** What a number may be. */
export interface CardReading {
  /**
   * Whether it is read as an identifier, as a number made of one, as a Wiegand word, or, in the ways of
   * a match alone, as a part of an identifier.
   */
  kind: "identifier" | "conversion" | "word" | "part";
  /** The conversion that it is read by; of kind `conversion`. */
  conversion?: string;
  /** The steps that give the part, as those of a conversion of your own; of kind `part`. */
  steps?: string[];
  /** Of a text of two numbers of one card, the conversion of the one that holds less. */
  beside?: string;
  /** Of kinds `identifier`, `conversion` and `part`. */
  identifier?: CardIdentifier;
  /** The word, in bits, in hex or in a frame, and what it says; of kind `word`. */
  word?: CardWord;
  /** What the word says in the format that it is read by, with `diagnosis` where every bit was turned over; of kind `word`. */
  candidate?: CardCandidate;
  /** How well it fits: `likely`, `possible` or `unlikely`; the likelier come first. */
  fit: "likely" | "possible" | "unlikely";
  /** Why, one sentence. */
  why: string;
  /** What is worth knowing, each of severity `note`. */
  notes: Issue[];
}

/** A style that several numbers can all be written in. */
export interface CardStyle {
  /** Whether all are identifiers, numbers of one conversion, or words of one format. */
  kind: "identifier" | "conversion" | "word";
  /** The conversion; of kind `conversion`. */
  conversion?: string;
  /** The bytes of the identifiers; of kinds `identifier` and `conversion`. */
  bytes?: number;
  /** The format; of kind `word`. */
  format?: string;
  /** How well the reading fits that fits least. */
  fit: "likely" | "possible" | "unlikely";
  /** The reading of each number, in their order. */
  readings: CardReading[];
}

/** How two readings can be of one card. */
export interface CardMatchWay {
  /** How the first is read. */
  a: CardReading;
  /** How the second is read. */
  b: CardReading;
  /** How many bits of the identifier, or of the word, both hold, all of them the same. */
  bits: number;
}

/** Whether two numbers are of one card. */
export interface CardMatch {
  /**
   * `same`: both hold the whole identifier, no random one; `possible`: all that both hold agrees,
   * or the texts are equal; `different`; `unknown`: one of them has no reading, so that nothing can
   * be said.
   */
  verdict: "same" | "possible" | "different" | "unknown";
  /** The likeliest first. */
  ways: CardMatchWay[];
}

/** The named conversions. */
export declare function cardConversions(): CardConversion[];

/** Judges a conversion of the caller's own and gives it whole. */
export declare function checkCardConversion(conversion: unknown): Result<CardConversion>;

/**
 * What a number printed on a fob or shown by a reader may be, the likelier first; none where it can
 * be nothing known. Blanks around it make no difference.
 */
export declare function identifyCard(text: string, options?: CardReadOptions): CardReading[];

/**
 * What several numbers, each of another card, may be that are all written in one style: which
 * conversion explains all of them, the likelier first. Three are most often enough to know as what the
 * next is to be typed. At most 1000.
 */
export declare function identifyCard(texts: readonly string[], options?: CardReadOptions): CardStyle[];

/**
 * Converts an identifier in hex (or, with `from`, a number of that conversion) to the number of a
 * conversion (without `to`: the identifier in hex, with `?` for what is not known). What is wrong
 * with a conversion, by its name or the caller's own, is an issue at `from` or `to`.
 */
export declare function convertCard(
  text: unknown,
  steps?: { from?: string | OwnCardConversion; to?: string | OwnCardConversion },
): Result<{ text: string; identifier: CardIdentifier; notes: Issue[] }>;

/**
 * Whether two numbers can be readings of one card, and by which conversions. A Wiegand word whose
 * parity holds is of the tag whose low 24 or 32 bits it has as facility code and card number, and of
 * the same card as another word of the same facility code and card number; `possible` at most.
 */
export declare function matchCards(a: string, b: string, options?: CardReadOptions): CardMatch;
