/**
 * How the page looks to its reader: theme, contrast, size of type. Kept in this browser, set on the root element before
 * the first paint; `styles/tokens.css` does the rest. Size for a projector is a matter of the link (`present`).
 */
export interface Display {
  readonly theme: 'system' | 'light' | 'dark';
  readonly contrast: 'system' | 'more';
}

const KEPT = 'decant.display';
const MORE_CONTRAST = '(prefers-contrast: more)';

/** What was chosen in this browser; what the system prefers where nothing was. */
export function keptDisplay(): Display {
  const [theme, contrast] = (read() ?? '').split(' ');
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    contrast: contrast === 'more' ? 'more' : 'system',
  };
}

/** Shows the page like this from now on, here and at the next visit. */
export function keepDisplay(display: Display): void {
  try {
    localStorage.setItem(KEPT, `${display.theme} ${display.contrast}`);
  } catch {
    // A browser that refuses storage shows the system's choice next time.
  }
  show(display);
}

/** Shows what was kept, and follows the system where it is to decide. */
export function startDisplay(): void {
  show(keptDisplay());
  matchMedia(MORE_CONTRAST).addEventListener('change', () => show(keptDisplay()));
}

// ---------------------------------------------------------------------------------------------------------------------

function show({ theme, contrast }: Display): void {
  const { dataset } = document.documentElement;
  dataset.theme = theme;
  dataset.contrast = contrast === 'more' || matchMedia(MORE_CONTRAST).matches ? 'more' : '';
}

function read(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
