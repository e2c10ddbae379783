/** What page and service worker say to each other, and what the build tells the service worker. */

/** The files of a build. */
export interface OfflineFiles {
  /** Changes with the content of any file. */
  readonly version: string;
  /** Paths below the folder of the page; the page itself is the empty path. */
  readonly files: readonly string[];
  /** The name of the page's own script, which the page of this version contains. */
  readonly page: string;
}

/** `keep`: fetch all files now. `take-over`: replace the version that is open; the page loads again after it. */
export type OfflineCommand = { readonly kind: 'keep' } | { readonly kind: 'take-over' };

/** The answer to `keep`. */
export interface OfflineAnswer {
  readonly kept: boolean;
}
