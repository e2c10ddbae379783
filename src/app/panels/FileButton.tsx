/**
 * A button that opens the file dialog: the one that lends files, where the browser has it, else the one of a plain input,
 * which is reached through the button alone. Folders have the plain one, since they are copied file by file.
 */
import { useRef } from 'react';
import { chooseLent } from '../engine/lentAgain.ts';

interface FileButtonProps {
  readonly children: string;
  readonly className?: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Chooses a folder with everything in it. */
  readonly folder?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

export function FileButton({ children, className = 'btn', accept, multiple, folder, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = async (): Promise<void> => {
    const chosen = folder ? null : await chooseLent(multiple ?? false);
    if (chosen === null) input.current?.click();
    else if (chosen.length > 0) onFiles(chosen);
  };
  return (
    <>
      <button type="button" className={className} onClick={() => void choose()}>
        {children}
      </button>
      <input
        ref={(element) => {
          input.current = element;
          if (folder) element?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        tabIndex={-1}
        aria-label={children}
        {...(accept ? { accept } : {})}
        multiple={multiple ?? folder ?? false}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
