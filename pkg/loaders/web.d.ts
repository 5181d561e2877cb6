export * from "../index.js";

/**
 * Loads the wasm file, once however often it is called; after it everything is synchronous.
 *
 * @param source where the wasm file is, or what is in it; by default it is beside this package's
 * scripts
 */
export declare function init(
  source?: string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module,
): Promise<void>;

export default init;
