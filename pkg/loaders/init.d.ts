/**
 * Loads the wasm file, once however often it is called; after it everything is synchronous.
 *
 * Rejects with a `LatchworkError` where the file is not there, is something else, or may not be
 * compiled, and can then be called again.
 *
 * @param source where the wasm file is, or what is in it; by default it is beside this package's
 * scripts
 */
export declare function init(
  source?: string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module,
): Promise<void>;
