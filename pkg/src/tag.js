// What the low five bits of a word say, of values that go in and of answers that come out: see
// src/schema/document.rs.
export const UNDEFINED = 0;
export const NULL = 1;
export const FALSE = 2;
export const TRUE = 3;
export const NUMBER = 4;
export const STRING = 5;
export const ARRAY = 6;
export const OBJECT = 7;
export const FUNCTION = 8;
export const SYMBOL = 9;
export const BIGINT = 10;
export const UNREADABLE = 11;
export const ILL_FORMED = 12;
export const TOO_LARGE = 13;
export const TOO_DEEP = 14;
export const FIELD = 18;
export const WHOLE = 19;
