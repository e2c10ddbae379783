/**
 * The response headers Decant is served with, in one place for the dev server, the preview server, `npm start`, the
 * browser tests and the meta tag of the built page. Only Node built-ins are needed to read this file.
 *
 * Isolation: https://developer.mozilla.org/docs/Web/API/Window/crossOriginIsolated (WASM threads need it).
 */

/** @type {Readonly<Record<string, string>>} */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Content-Security-Policy as directive -> sources. Nothing needs `unsafe-eval`; WASM has its own permission. */
const DIRECTIVES = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'img-src': "'self' blob: data:",
  'style-src': "'self' 'unsafe-inline'",
  'connect-src': "'self' https: http://localhost:* http://127.0.0.1:*",
  'object-src': "'none'",
  'base-uri': "'none'",
};

/**
 * The policy as one string.
 * @param {Partial<typeof DIRECTIVES>} [changes] directives to replace
 * @returns {string}
 */
function policy(changes = {}) {
  return Object.entries({ ...DIRECTIVES, ...changes })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

/** The policy of the built page, as header and as meta tag. */
export const CONTENT_SECURITY_POLICY = policy();

/** The dev server's policy: React refresh starts from an inline script, and hot updates arrive over a web socket. */
export const DEV_CONTENT_SECURITY_POLICY = policy({
  'script-src': "'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  'connect-src': "'self' https: http://localhost:* http://127.0.0.1:* ws://localhost:* ws://127.0.0.1:*",
});

/** All headers of the built page. */
export const PAGE_HEADERS = { ...ISOLATION_HEADERS, 'Content-Security-Policy': CONTENT_SECURITY_POLICY };

/** All headers of the dev server. */
export const DEV_HEADERS = { ...ISOLATION_HEADERS, 'Content-Security-Policy': DEV_CONTENT_SECURITY_POLICY };
