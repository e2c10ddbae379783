/** Where the build puts onnxruntime-web's WASM with threads and SIMD. Browser only: Node finds it beside the package. */
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

export const wasmFiles = { mjs, wasm } as const;
